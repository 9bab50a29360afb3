import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { createToldSends } from '#src/app/hosted/told-sends.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import { keys, tellOutcome } from '#src/atendimento/send/known-outcomes.ts'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { emptyTicket } from '#src/contract/fields.ts'
import { outcomes } from '../atendimento/outcomes.ts'
import { createStore } from '../atendimento/send/tab-store.ts'

const typed = { ...emptyTicket, descricao: 'Lento.' }
const ticket = { id_atendimento: 300, protocolo: '201811161058216', id_cliente_servico: 11000 }
const now = () => new Date('2026-11-28T14:00:00Z')
const said = (type: string, more: object = {}) =>
  expect.objectContaining({ type: `atendimento:${type}`, ref: expect.any(String), ...more })

/** What is told of the sends of a tab whose text was added to `ticket`, if it was. */
function openTab({ appendsTo = false } = {}) {
  const store = createStore()
  const newKey = () => crypto.randomUUID()
  const drafts = createDrafts({ openStore: () => store, newKey, now, holdKey: async () => true })
  const client = new QueryClient()
  const told: unknown[] = []
  const sends = createToldSends({ drafts, now, tell: (one) => told.push(one) })
  sends.watch(client)
  const { formId } = drafts.home(null)
  drafts.type(formId, typed)
  if (appendsTo) drafts.appendTo(formId, ticket)
  const chave = drafts.send(drafts.home(null), typed, false)
  const tell = (outcome: TicketOutcome) => tellOutcome(client, chave, outcome)
  tell({ kind: 'sending' })
  return { told, sends, tell, chave, client, drafts }
}

const { opened, pending } = outcomes

test('each word of a send is told once, and opened stays opened', () => {
  const { told, sends, tell } = openTab()
  tell(pending)
  tell({ ...pending, answers: 2 })
  tell(opened)
  tell(pending)
  tell(opened)

  expect(told).toEqual([said('incerto', { desde: '2026-11-28T14:00:00.000Z' }), said('aberto')])
  expect(sends.lastDone()).toEqual(told[1])
})

test('what was added to a ticket is told as that', () => {
  const { told, tell } = openTab({ appendsTo: true })
  tell(opened)

  const { protocolo, id_atendimento } = opened.atendimento
  expect(told).toEqual([
    {
      type: 'atendimento:acrescentado',
      ...{ protocolo, id_atendimento, ref: expect.any(String) },
    },
  ])
})

test('whoever goes on to the next customer hears of it by the day’s list', () => {
  const { told, tell, client, chave } = openTab()
  tell(pending)
  const listed = (outcome: TicketOutcome) =>
    client.setQueryData(keys.sentToday, {
      sends: [{ chave, outcome }],
      listedAt: now(),
      fault: null,
    })
  listed({ ...pending, answers: 3 })
  listed(opened)

  expect(told).toEqual([said('incerto'), said('aberto')])
})

test.each([
  ['not-sent', 'nao-enviado', 1],
  ['never-arrived', 'nao-enviado', 1],
  ['refused', 'recusado-pelo-hubsoft', 1],
  ['rejected', 'nao-aceito', 0],
  ['session-over', 'sessao-expirada', 0],
] as const)(
  '%s is told as refused, each time that it is sent, and its screen’s end where it has one',
  (kind, motivo, ends) => {
    const outcome = outcomes[kind]
    const { told, sends, tell, chave } = openTab()
    tell(outcome)
    tell({ kind: 'sending' })
    tell(outcome)
    sends.leave(chave)

    const refused = said('recusado', { motivo })
    const closed = Array.from({ length: ends }, () => said('fechado'))
    expect(told).toEqual([refused, refused, ...closed])
  },
)

test.each(['refused-in-doubt', 'refused-again', 'record-lost', 'unreachable', 'unknown'] as const)(
  '%s may have opened a ticket, and is told as not known',
  (kind) => {
    const { told, tell } = openTab()
    tell(outcomes[kind])

    expect(told).toEqual([said('incerto')])
  },
)

test('a send of another tab, or of another day, is nobody’s news', () => {
  const { told, client } = openTab()
  tellOutcome(client, '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01', opened)

  expect(told).toEqual([])
})
