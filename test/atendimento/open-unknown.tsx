import { screen, waitFor } from '@testing-library/react'
import { onTestFinished } from 'vitest'
import { type After, systemAfter, systemClock } from '#src/gateway/clock.ts'
import { heldWait } from '../gateway/running.ts'
import { button, comeBackToTab, openForm, send } from './open-page.tsx'

/** The gateway looks once in five seconds at most where a person asks, else after five minutes. */
export const untilNextLook = 5000
export const untilLateLook = 5 * 60_000
// Time enough for an answer on a busy machine; the clock is moved on past it.
const env = { HUBSOFT_TIMEOUT_MS: '5000', HUBSOFT_SETTLE_MS: '600' }
const untilSettled = 5600
const untilNoMoreLooks = 11 * 60_000

/** The gateway's looks are timed by the clock that is moved on: it looks up often whether one is due. */
const after: After = (ms, run) => systemAfter(ms / 50, run)

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
  let aheadMs = 0
  const clock = {
    wallMs: () => systemClock.wallMs() + aheadMs,
    monotonicMs: () => systemClock.monotonicMs() + aheadMs,
  }
  const { wait, release } = heldWait()
  onTestFinished(release)
  const page = await openForm({ env, clock, after, emulator: { wait } })
  const { faults } = page.house.emulator
  faults.inject({ route: 'atendimento', fault: 'stored-late', ms: 1 })
  if (isListRefused) faults.inject({ route: 'listagem', fault: 'refused', times: 1000 })
  await send(page.user, ticket)
  await screen.findByText(/^Sem resposta até agora\./)
  aheadMs = isListRefused ? untilNoMoreLooks : untilSettled
  await waitFor(() => {
    aheadMs += 250
    comeBackToTab()
    screen.getByRole('heading', { level: 1, name: 'Não sei se o atendimento foi aberto' })
  })
  return {
    ...page,
    store: release,
    skip(ms: number) {
      aheadMs += ms
    },
  }
}

type User = Awaited<ReturnType<typeof openUnknown>>['user']

/** As far as the button that sends again, which is there for who has understood. */
export async function understand(user: User) {
  await user.click(button('Enviar de novo'))
  await user.click(
    screen.getByRole('checkbox', { name: 'Entendi que pode haver dois atendimentos' }),
  )
  return button('Enviar mesmo assim')
}
