import { expect, test } from 'vitest'
import { createConversation } from '#src/host/conversation.ts'
import { callOf, type Order } from '#src/host/messages.ts'

const intranet = 'https://intranet.example.com'
const pabx = 'https://pabx.example.com:8443'
const nonce = 'a-nonce'
const id = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
const otherId = '0a4c86a5-95b6-4f5e-9f7b-3f0f1f6f0a02'

const ola = { type: 'atendimento:ola', v: 1, nonce }
const fill = {
  type: 'atendimento:preencher',
  ...{ v: 1, nonce, id, origem: 'PABX', campos: { nome: 'Bianca Couto' } },
}

/** A frame in the page of `parent`, which hears what is posted to it. */
function openFrame({ knownOrigin }: { knownOrigin?: string } = {}) {
  const posted: { message: unknown; origin: string }[] = []
  const orders: Order[] = []
  let turnedAway = 0
  const parent: Pick<Window, 'postMessage'> = {
    postMessage(message: unknown, origin: unknown) {
      posted.push({ message, origin: String(origin) })
    },
  }
  const conversation = createConversation({
    parent,
    origins: [intranet, pabx],
    knownOrigin,
    nonce,
    onOrder: (order) => orders.push(order),
    onTurnedAway: (count) => {
      turnedAway = count
    },
  })
  /** `source` is any window: the parent’s, unless it says otherwise. */
  function hear(data: unknown, origin = intranet, source: unknown = parent) {
    const message = { data, origin, source }
    // A window is what a browser says of it, and nothing that could be made here.
    Reflect.apply(conversation.hear, null, [message])
  }
  return { conversation, posted, orders, hear, turnedAway: () => turnedAway }
}

test('the page greets whose page it is in, or whoever it may be in', () => {
  const [known, unknown] = [openFrame({ knownOrigin: intranet }), openFrame()]
  const stranger = openFrame({ knownOrigin: 'https://other.example.com' })
  for (const { conversation } of [known, unknown, stranger]) conversation.greet()

  const pronto = { type: 'atendimento:pronto', v: 1, nonce }
  expect(known.posted).toEqual([{ message: pronto, origin: intranet }])
  expect(unknown.posted.map(({ origin }) => origin)).toEqual([intranet, pabx])
  expect(stranger.posted).toEqual([])
})

test('once greeted back, it hears and tells that origin alone', () => {
  const { conversation, posted, orders, hear, turnedAway } = openFrame()
  conversation.tell({ type: 'atendimento:sujo', sujo: true })
  hear(fill)
  expect(orders).toEqual([])

  hear(ola)
  hear(fill)
  hear({ ...fill, id: otherId }, pabx)
  conversation.tell({ type: 'atendimento:sujo', sujo: true })
  conversation.greet()

  expect(orders.map(({ type }) => type)).toEqual(['atendimento:ola', 'atendimento:preencher'])
  expect(posted).toEqual([
    { message: { type: 'atendimento:sujo', sujo: true, v: 1, nonce }, origin: intranet },
  ])
  expect(turnedAway()).toBe(1)
})

test('a message that was said once isn’t done twice', () => {
  const { orders, hear } = openFrame()
  hear(ola)
  hear(fill)
  hear({ ...fill, campos: { nome: 'Outra' } })
  hear({ type: 'atendimento:limpar', v: 1, nonce, id })

  expect(orders).toHaveLength(2)
})

test('another nonce is nobody’s, before the first word and after it', () => {
  const { orders, hear } = openFrame()
  hear({ ...ola, nonce: 'another' })
  hear(ola)
  hear({ ...ola, nonce: 'another' })
  hear({ ...fill, nonce: 'another' })

  expect(orders).toHaveLength(1)
})

test('a stranger’s message is counted and never unpacked', () => {
  const { hear, turnedAway, orders, conversation } = openFrame()
  const unread = {
    get data(): unknown {
      throw new Error('unpacked')
    },
  }
  hear(ola, 'https://other.example.com')
  hear(ola, 'null')
  hear(ola, 'https://intranet.example.com.other.example.com')
  Reflect.apply(conversation.hear, null, [
    Object.assign(Object.create(unread), { source: null, origin: intranet }),
  ])

  expect(turnedAway()).toBe(3)
  hear(ola, intranet, {})
  expect(orders).toEqual([])
})

test.each([
  ['no object', 'atendimento:preencher'],
  ['no version', { ...fill, v: undefined }],
  ['another version', { ...fill, v: 2 }],
  ['a key more', { ...fill, enviar: true }],
  ['a list', [fill]],
  ['a list of fields', { ...fill, campos: ['nome'] }],
  ['a text of a megabyte', { ...fill, campos: { nome: 'x'.repeat(1_000_000) } }],
  ['a label of a megabyte', { ...fill, origem: 'x'.repeat(1_000_000) }],
  ['a field’s name of a megabyte', { ...fill, campos: { ['x'.repeat(1_000_000)]: '' } }],
  [
    'thousands of fields',
    { ...fill, campos: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`c${n}`, ''])) },
  ],
  ['a field with a list', { ...fill, campos: { nome: ['Bianca'] } }],
  ['objects within objects', { ...fill, campos: { nome: { a: { b: 'c' } } } }],
  ['an id that is none', { ...fill, id: 'x' }],
  ['a call that no header carries', { ...fill, chamada: 'a\r\nX-Evil: 1' }],
  ['a call that is too long', { ...fill, chamada: 'x'.repeat(65) }],
  ['an order that isn’t one', { ...fill, type: 'atendimento:enviar' }],
  ['a theme that isn’t one', { type: 'atendimento:tema', v: 1, nonce, tema: 'url(x)' }],
  ['a field that isn’t one', { type: 'atendimento:foco', v: 1, nonce, campo: '__proto__' }],
  [
    'a time that isn’t one',
    { type: 'atendimento:encerrar-ligacao', v: 1, nonce, chamada: 'c-1', fim: 'agora' },
  ],
])('a message with %s is no message', (_what, message) => {
  const { orders, hear } = openFrame()
  hear(ola)
  hear(message)

  expect(orders).toHaveLength(1)
})

/** What is made of a message that tells of a call. */
function fillWith(message: object) {
  const { orders, hear } = openFrame()
  hear(ola)
  hear({ ...fill, ...message })
  const order = orders[1]
  if (order?.type !== 'atendimento:preencher') throw new Error('not heard')
  return callOf(order, intranet)
}

test('of a call each field is taken by itself', () => {
  const { values, ignored } = fillWith({
    campos: {
      ...{ id_cliente_servico: 11000, nome: '<script>alert(1)</script>', telefone: null },
      ...{ email: '', abrir_os: 'true', descricao: 'Sem acesso.', senha: 'x' },
      // Where a ticket goes is no part of a call.
      id_tipo_atendimento: '5',
    },
  })

  expect(values).toEqual({ nome: '<script>alert(1)</script>', descricao: 'Sem acesso.' })
  expect(ignored).toEqual([
    { campo: 'id_cliente_servico', motivo: 'formato' },
    { campo: 'telefone', motivo: 'formato' },
    { campo: 'abrir_os', motivo: 'formato' },
    { campo: 'senha', motivo: 'desconhecido' },
    { campo: 'id_tipo_atendimento', motivo: 'desconhecido' },
  ])
})

test.each([
  ['PABX', 'PABX'],
  ['  Central\u202e de\nvoz ', 'Central de voz'],
  ['cadastro do HubSoft', 'intranet.example.com'],
  ['Rascunho de 14:32', 'intranet.example.com'],
  ['um línk', 'intranet.example.com'],
  ['', 'intranet.example.com'],
  ['x'.repeat(31), 'intranet.example.com'],
])('a page that calls itself %s is told as %s', (origem, label) => {
  expect(fillWith({ origem }).origin).toEqual({ label, rank: 'host' })
})
