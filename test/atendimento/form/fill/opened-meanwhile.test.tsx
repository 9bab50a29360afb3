import { screen } from '@testing-library/react'
import { useEffect } from 'react'
import { test } from 'vitest'
import { OutcomeNotice } from '#src/atendimento/form/outcome-notice.tsx'
import type { CardProps } from '#src/atendimento/send/caller-parts.ts'
import { button, eventually, fill } from '../../on-screen.ts'
import { openBareForm } from '../bare-form.tsx'

const readAt = '2026-11-28T11:00:00.000Z'
const toldAt = '2026-11-28T11:05:00.000Z'

function Card({ serviceId, onListRead }: CardProps) {
  useEffect(() => {
    if (serviceId !== null) onListRead({ serviceId, readAt })
  }, [serviceId, onListRead])
  return <p>Cartão</p>
}

const Search = () => null

const caller = { Search, Card }

test('a ticket goes out with when the list was read that is on the screen', async () => {
  const sentWith: (string | undefined)[] = []
  const { user } = await openBareForm(
    { onSend: (_posted, _typed, listReadAt) => sentWith.push(listReadAt) },
    { caller },
  )
  await fill(user)
  await screen.findByText('Cartão')

  await user.click(button('Abrir atendimento'))

  await eventually(() => sentWith).toEqual([readAt])
})

test('told of a colleague’s ticket, the person opens theirs all the same with one more press', async () => {
  const sentWith: (string | undefined)[] = []
  const { user, change } = await openBareForm(
    {
      Notice: OutcomeNotice,
      onSend: (_posted, _typed, listReadAt) => sentWith.push(listReadAt),
    },
    { caller },
  )
  await fill(user)
  await screen.findByText('Cartão')
  await user.click(button('Abrir atendimento'))
  await eventually(() => sentWith).toEqual([readAt])

  change({
    outcome: {
      kind: 'rejected',
      msg: 'Bia Lima abriu um atendimento deste serviço às 11:03: protocolo 2026.',
      campos: {},
      toldAt,
    },
  })
  await user.click(button('Abrir outro mesmo assim'))

  await eventually(() => sentWith).toEqual([readAt, toldAt])
})
