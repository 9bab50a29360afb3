import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createFindClientes } from '#src/gateway/hubsoft/find-clientes.ts'
import { createListTickets } from '#src/gateway/hubsoft/list-tickets.ts'
import { createLookUp } from '#src/gateway/hubsoft/look-up.ts'
import type { Search } from '#src/gateway/hubsoft/reading/read-clientes.ts'
import { answer, grant, playHubsoft } from './by-hand.ts'

const customer = { codigo_cliente: 1307, servicos: [{ id_cliente_servico: 11002 }] }
const found = answer(200, { status: 'success', clientes: [customer] })
const nobody = answer(200, { status: 'success', clientes: [] })
const service: Search = { by: 'id_cliente_servico', term: '11002' }
const phone: Search = { by: 'telefone', term: '37999990001' }

/** Reads are answered in turn, and then not at all. */
function start(answers: HubsoftAnswer[], { isCrossed = false, signIn = grant('a1') } = {}) {
  const next = [...answers]
  const timers: { ms: number; run: () => void }[] = []
  const played = playHubsoft({
    isCrossed,
    reply: ({ route }) => (route === 'token' ? signIn : next.shift()),
    after(ms, run) {
      if (ms > 1000) timers.push({ ms, run })
      else setImmediate(run)
      return () => undefined
    },
  })
  const after = (ms: number, run: () => void) => {
    timers.push({ ms, run })
    return () => undefined
  }
  const lookUp = createLookUp(played)
  const left = new AbortController()
  const find = createFindClientes({ lookUp, after })
  const list = createListTickets({ lookUp, after })
  return {
    ...played,
    timers,
    leave: () => left.abort(),
    find: (search: Search) => find(search, left.signal),
    list: () => list(11002, left.signal),
    asked: () => played.reads().map(({ query }) => query),
  }
}

test('a search asks for the least: twenty customers, the connection and one address', async () => {
  const { find, reads } = start([found])

  expect(await find(service)).toMatchObject({ kind: 'found', found: { mayHaveMore: false } })
  expect(reads()).toMatchObject([
    {
      path: 'api/v1/integracao/cliente',
      query: {
        busca: 'id_cliente_servico',
        termo_busca: '11002',
        limit: '20',
        cancelado: 'nao',
        inativo: 'nao',
        ultima_conexao: 'sim',
        relacoes: 'endereco_instalacao',
      },
      token: 'a1',
    },
  ])
})

test.each<[Search, object]>([
  [phone, { busca: 'telefone', termo_busca: '3799990001', cancelado: 'nao' }],
  [service, { termo_busca: '11002', cancelado: 'sim', inativo: 'todos' }],
  [
    { by: 'codigo_cliente', term: '1307' },
    { cancelado: 'sim', inativo: 'todos' },
  ],
])('where a search for %j finds nobody, it is asked once more: %j', async (search, again) => {
  const { find, asked } = start([nobody, found])

  expect(await find(search)).toMatchObject({ found: { clientes: [{ codigo_cliente: 1307 }] } })
  expect(asked()).toHaveLength(2)
  expect(asked()[1]).toMatchObject(again)
})

test.each<Search>([
  { by: 'telefone', term: '3734151100' },
  { by: 'cpf_cnpj', term: '90000000175' },
  { by: 'nome_razaosocial', term: 'amostras' },
])('a search for %j has no other way', async (search) => {
  const { find, asked } = start([nobody])

  expect(await find(search)).toMatchObject({ kind: 'found', found: { clientes: [] } })
  expect(asked()).toHaveLength(1)
})

const declined = answer(200, { status: 'error', msg: 'O tipo de busca (x) não é válido' })
const ticketOf = (codigo_cliente: unknown) => ({ protocolo: '1001', cliente: { codigo_cliente } })
const tickets = (...atendimentos: object[]) => answer(200, { status: 'success', atendimentos })

test('a HubSoft that doesn’t search by a service is asked for its tickets, and for their customer', async () => {
  const other = { codigo_cliente: 1307, servicos: [{ id_cliente_servico: 11003 }] }
  const { find, reads } = start([
    declined,
    tickets(ticketOf(null), ticketOf(1307)),
    answer(200, { status: 'success', clientes: [other] }),
    found,
  ])

  expect(await find(service)).toMatchObject({ found: { clientes: [{ codigo_cliente: 1307 }] } })

  const asked = reads().map(({ path, query }) => [path.slice(18), query])
  expect(asked).toMatchObject([
    ['cliente', { busca: 'id_cliente_servico' }],
    ['cliente/atendimento', { termo_busca: '11002' }],
    ['cliente', { busca: 'codigo_cliente', termo_busca: '1307', cancelado: 'nao' }],
    // It shows no service that is cancelled unless asked to.
    ['cliente', { busca: 'codigo_cliente', termo_busca: '1307', cancelado: 'sim' }],
  ])
})

test.each<[string, Search, HubsoftAnswer[]]>([
  ['a service without a ticket', service, [declined, tickets()]],
  ['a service whose ticket names nobody', service, [declined, tickets(ticketOf(null))]],
  ['a service whose tickets can’t be read', service, [declined, answer(500, '')]],
  ['a customer whose code isn’t searched for', service, [declined, tickets(ticketOf(1)), declined]],
  ['anything else', phone, [declined]],
])('of %s a HubSoft that declines says nothing', async (_what, search, answers) => {
  const { find, asked } = start(answers)

  expect(await find(search)).toEqual({ kind: 'unreadable' })
  expect(asked()).toHaveLength(answers.length)
})

const noPermission = answer(403, { status: 'error', msg: 'O Usuário não possui a permissão!' })
test.each([
  ['away', answer(503, '<html>'), { kind: 'unreadable' }],
  ['beyond reading', answer(200, { status: 'success' }), { kind: 'unreadable' }],
  ['a proxy that says 403', answer(403, '<html>'), { kind: 'unreadable' }],
  ['without the permission', noPermission, { kind: 'no-permission' }],
  ['in need of rest', answer(429, { retry_after: 7 }), { kind: 'too-many', waitS: 7 }],
])('of a HubSoft that is %s nothing is known', async (_what, answered, outcome) => {
  for (const ask of ['find', 'list'] as const) {
    const house = start([answered, found])
    const looked = await (ask === 'find' ? house.find(service) : house.list())

    expect(looked).toEqual(outcome)
    expect(house.asked()).toHaveLength(1)
    const alarms = house.events.filter(({ kind }) => kind === 'no-permission')
    expect(alarms).toHaveLength(outcome.kind === 'no-permission' ? 1 : 0)
  }
})

test('while HubSoft wants no reads, or is down, or refuses the account, nothing is asked', async () => {
  const resting = start([answer(429, { retry_after: 7 }), found])
  await resting.find(service)
  expect(await resting.find(service)).toEqual({ kind: 'too-many', waitS: 7 })
  expect(resting.asked()).toHaveLength(1)

  const down = start([found])
  down.goDown()
  expect(await down.find(service)).toEqual({ kind: 'unreadable' })
  expect(down.asked()).toEqual([])

  // Also with a token that it has just given.
  const unauthenticated = answer(401, { message: 'Unauthenticated.' })
  const turnedAway = start([unauthenticated, unauthenticated, found])
  expect(await turnedAway.find(service)).toEqual({ kind: 'account-refused' })

  const refused = start([found], { signIn: answer(401, { error: 'invalid_credentials' }) })
  expect(await refused.find(service)).toEqual({ kind: 'account-refused' })
})

test('nobody is told of nobody where another answer comes beside it', async () => {
  const { find, list } = start([nobody, answer(200, { status: 'success', atendimentos: [] })], {
    isCrossed: true,
  })

  expect(await find(service)).toEqual({ kind: 'unreadable' })
  expect(await list()).toEqual({ kind: 'unreadable' })
})

test('who has left, and who has waited for eight seconds, is waited for no more', async () => {
  const leaving = start([])
  const left = leaving.find(service)
  await leaving.settle()
  leaving.leave()
  expect(await left).toEqual({ kind: 'unreadable' })
  expect(await leaving.list()).toEqual({ kind: 'unreadable' })
  expect(leaving.asked()).toHaveLength(1)

  const waiting = start([])
  const waited = waiting.find(service)
  await waiting.settle()
  expect(waiting.timers.map(({ ms }) => ms)).toEqual([8000])
  waiting.timers[0]?.run()
  expect(await waited).toEqual({ kind: 'unreadable' })
})

test('what becomes of a send is asked before a look-up that came earlier', async () => {
  const order: string[] = []
  const ready: (() => void)[] = []
  const { ask, pace } = playHubsoft({
    reply: ({ route, path }) => {
      if (route !== 'token') order.push(path)
      return route === 'token' ? grant('a1') : found
    },
    after: (_ms, run) => {
      ready.push(run)
      return () => undefined
    },
  })
  const { signal } = new AbortController()
  await pace.turn(signal)
  const lookUp = createLookUp({ ...playHubsoft(), ask, pace })
  const later = createFindClientes({ lookUp, after: () => () => undefined })(service, signal)
  const look = { route: 'read', path: 'a look', mostBytes: 1, read: () => 1 } as const
  const first = ask(look, { signal, rank: 'later' })
  while (order.length < 2) {
    ready.shift()?.()
    await new Promise(setImmediate)
  }
  await Promise.all([later, first])

  expect(order).toEqual(['a look', 'api/v1/integracao/cliente'])
})
