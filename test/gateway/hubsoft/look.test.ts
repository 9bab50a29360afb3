import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createLook } from '#src/gateway/hubsoft/look.ts'
import { seedAnswer } from '../../samples.ts'
import { answer, grant, playHubsoft } from './by-hand.ts'

const lookedFor = {
  serviceId: 11000,
  messageTo: null,
  reference: 'REF 7F3K-2Q9D',
  description: 'Sem acesso. | Atendente: Ana | REF 7F3K-2Q9D',
  sentAt: new Date('2026-11-24T13:58:21Z'),
}
const ours = (protocolo: string, id_atendimento: number) => ({
  ...seedAnswer.atendimento,
  id_atendimento,
  protocolo,
  descricao_abertura: 'Sem acesso. | Atendente: Ana | REF 7F3K-2Q9D',
})
const listing = (...atendimentos: unknown[]) => answer(200, { status: 'suscess', atendimentos })

/** A look that is answered so. */
async function look(listed: HubsoftAnswer | null, { isMarkLost = false, isCrossed = false } = {}) {
  const played = playHubsoft({
    reply: ({ route }) => (route === 'token' ? grant('a1') : listed),
    isCrossed,
  })
  const lookFor = createLook({ ask: played.ask, isMarkLost: () => isMarkLost })
  const found = await lookFor(lookedFor, new AbortController().signal)
  return { found, reads: played.reads(), protocols: found?.map(({ protocolo }) => protocolo) }
}

test('it asks for the service’s newest tickets, closed ones too (Q16, Q17), and shows those with the reference', async () => {
  const other = { ...ours('3003', 33), descricao_abertura: 'Outra coisa.' }

  const { reads, protocols } = await look(listing(ours('2002', 32), other, ours('1001', 31)))

  expect(reads).toMatchObject([
    {
      path: 'api/v1/integracao/cliente/atendimento',
      query: {
        busca: 'id_cliente_servico',
        termo_busca: '11000',
        limit: '50',
        apenas_pendente: 'nao',
        order_by: 'data_cadastro',
        order_type: 'desc',
      },
      token: 'a1',
    },
  ])
  expect(protocols).toEqual(['1001', '2002'])
})

test.each([
  ['a list without it', [], listing()],
  ['a refusal', null, answer(200, { status: 'error', msg: 'Não.' })],
  ['a fault', null, answer(500, { message: 'Server Error' })],
  ['no answer', null, null],
])('%s is a look that found %j', async (_what, found, listed) => {
  expect((await look(listed)).found).toEqual(found)
})

test('of a HubSoft that takes references out of descriptions a list without ours shows nothing', async () => {
  const quoting = { ...ours('3003', 33), descricao_abertura: 'O anterior é o REF 7F3K-2Q9D.' }
  const lists = [listing(), listing(quoting), listing(ours('1001', 31))]

  const looks = await Promise.all(lists.map((listed) => look(listed, { isMarkLost: true })))

  expect(looks.map(({ protocols }) => protocols)).toEqual([undefined, undefined, ['1001']])
})

test('where other gateways can’t be heard nothing is asked, and nothing found', async () => {
  const played = playHubsoft({ reply: () => listing() })
  const hearOthers = async () => false
  const lookFor = createLook({ ask: played.ask, isMarkLost: () => false, hearOthers })

  expect(await lookFor(lookedFor, new AbortController().signal)).toBeNull()
  expect(played.reads()).toEqual([])
})

test('where another answer comes beside it, only a list that shows the ticket is believed', async () => {
  const [found, empty] = [listing(ours('1001', 31)), listing()]

  expect((await look(found, { isCrossed: true })).protocols).toEqual(['1001'])
  expect((await look(empty, { isCrossed: true })).found).toBeNull()
})

test('a look that no send waits for says so, and lets the others go first', async () => {
  const ranks: (string | undefined)[] = []
  const lookFor = createLook({
    async ask(_question, { rank }) {
      ranks.push(rank)
      return { kind: 'silent' }
    },
    isMarkLost: () => false,
  })

  await lookFor(lookedFor, new AbortController().signal, 'later')

  expect(ranks).toEqual(['later'])
})
