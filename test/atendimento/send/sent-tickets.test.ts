// @vitest-environment node
import { expect, test } from 'vitest'
import { createSentTickets, type SentTicket } from '#src/atendimento/send/sent-tickets.ts'
import { emptyTicket } from '#src/atendimento/send/typed-ticket.ts'

const prefix = 'novo-atendimento:envio:'
const typed = { ...emptyTicket, id_cliente_servico: '11.000', nome: 'Bianca Couto', abrir_os: true }
const sent: SentTicket = {
  chave: 'k1',
  typed,
  sentAt: new Date('2026-11-24T13:58:00.123Z'),
  standing: 'open',
} as const

/** What a tab's sessionStorage is to this module. */
function createStore(initial: Record<string, string> = {}) {
  const texts = new Map(Object.entries(initial))
  return {
    texts,
    get length() {
      return texts.size
    },
    key: (place: number) => [...texts.keys()][place] ?? null,
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  }
}

const blocked = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError')
}

test('what was sent is found again as typed, by whoever opens the same storage', () => {
  const store = createStore()
  createSentTickets(() => store).save(sent)

  expect(createSentTickets(() => store).find('k1')).toEqual(sent)
})

test('a key that was never sent is not found', () => {
  expect(createSentTickets(() => createStore()).find('k1')).toBeNull()
})

test('what was sent waits, oldest first, until its outcome is read', () => {
  const tickets = createSentTickets(() => createStore())
  const later = { ...sent, chave: 'k2', sentAt: new Date('2026-11-24T13:59:00Z') }
  tickets.save(later)
  tickets.save(sent)
  expect(tickets.all('open').map(({ chave }) => chave)).toEqual(['k1', 'k2'])

  tickets.mark('k1', 'mendable')
  expect(tickets.all('open')).toEqual([later])
  expect(tickets.find('k1')).toEqual({ ...sent, standing: 'mendable' })

  tickets.save(sent)
  expect(tickets.all('open')).toEqual([sent, later])
})

test('what is forgotten is gone from the tab', () => {
  const store = createStore()
  const tickets = createSentTickets(() => store)
  tickets.save(sent)

  tickets.forget('k1')

  expect(tickets.find('k1')).toBeNull()
  expect(tickets.all('open')).toEqual([])
  expect([...store.texts]).toEqual([])
})

test('settling or forgetting what isn’t there does nothing', () => {
  const store = createStore()
  const tickets = createSentTickets(() => store)

  tickets.mark('k1', 'mendable')
  tickets.forget('k1')

  expect([...store.texts]).toEqual([])
})

const ana = { usuario: 'ana', nome: 'Ana Souza' }
const bia = { usuario: 'bia', nome: 'Bia Lima' }

test('handed to another attendant, the tab keeps nothing of the former, and says whose text went', () => {
  const store = createStore({ 'outra-coisa': '{}' })
  const tickets = createSentTickets(() => store)
  tickets.save({ ...sent, owner: ana })
  tickets.save({ ...sent, chave: 'k2', owner: ana, standing: 'turned-away' })
  tickets.save({ ...sent, chave: 'k3', owner: bia, standing: 'mendable' })

  expect(tickets.handTo(bia)).toBe('Ana Souza')

  expect(tickets.find('k1')).toBeNull()
  expect(tickets.find('k2')).toBeNull()
  expect(tickets.find('k3')).toMatchObject({ typed, standing: 'mendable' })
  expect([...store.texts.keys()]).toEqual(['outra-coisa', `${prefix}k3`])
  expect([...store.texts.values()].join()).not.toContain('Ana')
})

test('a send under way is no draft: it goes without a word, its owner finds it on the server', () => {
  const tickets = createSentTickets(() => createStore())
  tickets.save({ ...sent, owner: ana })

  expect(tickets.handTo(bia)).toBeNull()

  expect(tickets.isEmpty()).toBe(true)
})

test('handed to its owner again, or for the first time, the tab loses nothing', () => {
  const tickets = createSentTickets(() => createStore())
  tickets.save({ ...sent, owner: ana })
  tickets.save({ ...sent, chave: 'k2', standing: 'turned-away' })

  expect(tickets.handTo(ana)).toBeNull()

  expect(tickets.find('k1')).toEqual({ ...sent, owner: ana })
  expect(tickets.find('k2')).toEqual({ ...sent, chave: 'k2', standing: 'turned-away', owner: ana })
  expect(tickets.handTo(bia)).toBe('Ana Souza')
})

test('cleared, nothing is left in the tab, not even what can’t be read', () => {
  const store = createStore({ 'outra-coisa': '{}', [`${prefix}k0`]: '{"typed":{"nome":"Bi' })
  const tickets = createSentTickets(() => store)
  expect(tickets.isEmpty()).toBe(true)
  tickets.save(sent)
  expect(tickets.isEmpty()).toBe(false)

  tickets.clear()

  expect(tickets.isEmpty()).toBe(true)
  expect([...store.texts.keys()]).toEqual(['outra-coisa'])
})

test('what other parts of the page keep is left alone', () => {
  const store = createStore({ 'outra-coisa': '{}', 'novo-atendimento:seis:ana': 'seis' })
  const tickets = createSentTickets(() => store)
  tickets.save(sent)

  expect(tickets.all('open')).toEqual([sent])
  tickets.forget('k1')
  expect([...store.texts.keys()]).toEqual(['outra-coisa', 'novo-atendimento:seis:ana'])
})

test.each([
  ['half a text', '{"typed":{"nome":"Bi'],
  ['no text', ''],
  ['another shape', '{"sentAt":"2026-11-24T13:58:00Z","standing":"open"}'],
  ['another kind of field', JSON.stringify({ ...sent, typed: { ...typed, nome: true } })],
  ['a list', '[]'],
  ['null', 'null'],
])('%s in the storage counts as nothing', (_name, text) => {
  const tickets = createSentTickets(() => createStore({ [`${prefix}k1`]: text }))

  expect(tickets.find('k1')).toBeNull()
  expect(tickets.all('open')).toEqual([])
})

test('a text that was kept before a field came is kept, with that field empty', () => {
  const { email: _, ...older } = typed
  const text = JSON.stringify({ ...sent, typed: older })
  const tickets = createSentTickets(() => createStore({ [`${prefix}k1`]: text }))

  expect(tickets.find('k1')).toEqual(sent)
})

test.each([
  ['can’t be opened', blocked],
  [
    'is full',
    () => ({
      ...createStore(),
      setItem: () => {
        throw new DOMException('Quota exceeded.', 'QuotaExceededError')
      },
    }),
  ],
])('where the storage %s the page itself remembers', (_name, open) => {
  const tickets = createSentTickets(open)
  tickets.save(sent)

  expect(tickets.find('k1')).toEqual(sent)
  expect(tickets.all('open')).toEqual([sent])
  tickets.mark('k1', 'mendable')
  expect(tickets.all('open')).toEqual([])
  tickets.forget('k1')
  expect(tickets.find('k1')).toBeNull()
})
