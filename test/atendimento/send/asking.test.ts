import { expect, onTestFinished, test } from 'vitest'
import { createQueryClient } from '#src/app/query-client.ts'
import { createAsking } from '#src/atendimento/send/asking.ts'
import { askAgainMs } from '#src/atendimento/send/asking-pace.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import type { Fetch } from '#src/ui/fetch-whole.ts'
import { eventually } from '../on-screen.ts'
import { chave } from '../outcomes.ts'
import { gatewayOver } from './gateway-over.ts'

const pending = { status: 'pending', msg: 'Conferindo.', chave }
const unknown = { status: 'unknown', msg: 'Não sei.', chave, tentativa: 1, conferencias: [] }

/** What is known of a send, once the gateway has been asked about it. */
async function openAsked(fetch: Fetch) {
  const asking = createAsking({
    client: createQueryClient(),
    gateway: gatewayOver(fetch),
    drafts: createDrafts({
      openStore: () => sessionStorage,
      newKey: () => crypto.randomUUID(),
      now: () => new Date(),
      holdKey: async () => true,
    }),
  })
  const outcome = asking.outcome(chave)
  onTestFinished(outcome.subscribe(() => {}))
  await eventually(outcome.get).toBeDefined()
  return { ...outcome, askNow: () => asking.askNow(chave) }
}

test('each answer that it is still being checked makes the next pause longer, until another comes between', async () => {
  let isThere = true
  let asked = 0
  const { get, askNow } = await openAsked(async () => {
    asked += 1
    if (!isThere) throw new TypeError('fetch failed')
    return Response.json(pending)
  })
  async function pauseAfterAsking() {
    const before = get()
    askNow()
    await eventually(() => get() !== before).toBe(true)
    return askAgainMs(get())
  }

  expect(askAgainMs(get())).toBe(1000)
  expect(await pauseAfterAsking()).toBe(1500)
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = false
  expect(await pauseAfterAsking()).toBe(2000)
  isThere = true
  expect(await pauseAfterAsking()).toBe(1000)
  expect(asked).toBe(5)
})

test.each(['focus', 'online'])('on “%s” what isn’t known is asked at once', async (event) => {
  const paths: string[] = []
  await openAsked(async (path) => {
    paths.push(path)
    return Response.json(unknown)
  })

  window.dispatchEvent(new Event(event))

  expect(paths).toHaveLength(2)
})

test('and not what stands', async () => {
  const refused = {
    status: 'error',
    msg: 'Não.',
    codigo: 'recusado_pelo_hubsoft',
    id_requisicao: 'r1',
  }
  const paths: string[] = []
  const { get } = await openAsked(async (path) => {
    paths.push(path)
    return Response.json(refused)
  })
  expect(get()?.kind).toBe('refused')

  window.dispatchEvent(new Event('focus'))

  expect(paths).toHaveLength(1)
})
