import { renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { expect, test } from 'vitest'
import type { GatewayApi } from '#src/atendimento/send/gateway-api.ts'
import { askAgainMs } from '#src/atendimento/send/outcome-traits.ts'
import { useTicketOutcome } from '#src/atendimento/send/use-ticket-outcome.ts'
import { chave } from '../outcomes.ts'
import { AtDesk } from './at-desk.tsx'
import { gatewayOver } from './gateway-over.ts'

const pending = { status: 'pending', msg: 'Conferindo.', chave }
const unknown = { status: 'unknown', msg: 'Não sei.', chave, tentativa: 1, conferencias: [] }

/** What is known of a send, once the gateway has been asked about it. */
async function openAsked(gateway: GatewayApi) {
  const wrapper = ({ children }: PropsWithChildren) => <AtDesk gateway={gateway}>{children}</AtDesk>
  const { result } = renderHook(() => useTicketOutcome(chave), { wrapper })
  await waitFor(() => expect(result.current.fetchStatus).toBe('idle'))
  return result
}

test('each answer that it is still being checked makes the next pause longer, until another comes between', async () => {
  let isThere = true
  const result = await openAsked(
    gatewayOver(async () => {
      if (!isThere) throw new TypeError('fetch failed')
      return Response.json(pending)
    }),
  )
  const pauseAfterAsking = async () => askAgainMs((await result.current.refetch()).data)

  expect(askAgainMs(result.current.data)).toBe(1000)
  expect(await pauseAfterAsking()).toBe(1500)
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = false
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = true
  expect(await pauseAfterAsking()).toBe(1000)
})

test.each(['focus', 'online'])('on “%s” what isn’t known is asked at once', async (event) => {
  const paths: string[] = []
  await openAsked(
    gatewayOver(async (path) => {
      paths.push(path)
      return Response.json(unknown)
    }),
  )

  window.dispatchEvent(new Event(event))

  expect(paths).toHaveLength(2)
})
