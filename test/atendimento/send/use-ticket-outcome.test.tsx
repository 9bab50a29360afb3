import { renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test } from 'vitest'
import { askAgainMs } from '#src/atendimento/send/outcome-traits.ts'
import { useTicketOutcome } from '#src/atendimento/send/use-ticket-outcome.ts'
import { AtDesk } from './at-desk.tsx'
import { gatewayOver } from './gateway-over.ts'

const chave = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
const pending = { status: 'pending', msg: 'Conferindo.', chave }

test('each answer that it is still being checked makes the next pause longer, until another comes between', async () => {
  let isThere = true
  const gateway = gatewayOver(async () => {
    if (!isThere) throw new TypeError('fetch failed')
    return Response.json(pending)
  })
  const wrapper = ({ children }: PropsWithChildren) => <AtDesk gateway={gateway}>{children}</AtDesk>
  const { result } = renderHook(() => useTicketOutcome(chave), { wrapper })
  await waitFor(() => expect(result.current.data?.kind).toBe('pending'))
  const pauseAfterAsking = async () => askAgainMs((await result.current.refetch()).data)

  expect(askAgainMs(result.current.data)).toBe(1000)
  expect(await pauseAfterAsking()).toBe(1500)
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = false
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = true
  expect(await pauseAfterAsking()).toBe(1000)
})
