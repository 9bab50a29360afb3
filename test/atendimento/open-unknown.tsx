import { screen } from '@testing-library/react'
import { onTestFinished } from 'vitest'
import { heldWait } from '../held-wait.ts'
import { button, send } from './on-screen.ts'
import { openForm, untilNotKnown } from './open-page.tsx'

/** The gateway looks once in five seconds at most where a person asks, else after five minutes. */
export const untilNextLook = 5000
export const untilLateLook = 5 * 60_000
const untilNoMoreLooks = 11 * 60_000

type Options = {
  ticket?: Parameters<typeof send>[1]
  /** HubSoft lists no tickets until the faults are cleared. */
  isListRefused?: boolean
}

/**
 * The page on a send that nobody knows the end of: HubSoft broke off, and its list doesn't have it.
 *
 * `store` has HubSoft store the ticket after all; `skip` moves the gateway's clock on.
 */
export async function openUnknown({ ticket, isListRefused = false }: Options = {}) {
  const { wait, release } = heldWait()
  onTestFinished(release)
  const page = await openForm({ emulator: { wait } })
  const { faults } = page.house.emulator
  faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 1 })
  if (isListRefused) faults.inject({ route: 'listagem', fault: 'refused', times: 1000 })
  await send(page.user, ticket)
  await untilNotKnown(isListRefused ? untilNoMoreLooks : undefined)
  return { ...page, store: release, skip: page.house.skip }
}

type User = Awaited<ReturnType<typeof openUnknown>>['user']

/** As far as the button that sends again, which is there for who has understood. */
export async function understand(user: User, name = 'Entendi que pode haver dois atendimentos') {
  await user.click(button('Enviar de novo…'))
  await user.click(screen.getByRole('checkbox', { name }))
  return button('Enviar mesmo assim')
}
