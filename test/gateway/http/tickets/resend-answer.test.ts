import { expect, test } from 'vitest'
import { whyNotResent } from '#src/gateway/http/tickets/resend-answer.ts'
import { ticketAnswer } from '#src/gateway/http/tickets/ticket-answers.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { rowOf, sentAt, states } from '../../journal/a-row.ts'

const unreadLook = { looks: [{ at: sentAt, wasRead: false }] }
const again = /^Não consegui enviar agora\. Tente de novo em um minuto; não abra outro ainda\.$/
const unknown = /^Não sei se o atendimento foi aberto\. Não abra outro ainda\.$/

test.each<[string, Partial<TicketRow>, { replayed: boolean; resend?: number }, number, RegExp]>([
  [
    'held back, since HubSoft wants no looks',
    {},
    { replayed: false, resend: 2 },
    37,
    /^Antes de enviar eu confiro .* pediu para esperar 37 segundos\. Tente de novo depois disso; não/,
  ],
  [
    'held back, since its look can’t be read',
    unreadLook,
    { replayed: false, resend: 2 },
    0,
    /^Antes de enviar eu confiro .* não consigo confirmar por ela .* Tente de novo em alguns minutos,/,
  ],
  ['held back for another reason', {}, { replayed: true, resend: 2 }, 0, again],
  ['turned away by HubSoft', { attempt: 2 }, { replayed: false, resend: 2 }, 37, again],
  ['repeated after that', { attempt: 2 }, { replayed: true, resend: 2 }, 37, unknown],
  ['no resend', unreadLook, { replayed: true }, 37, unknown],
])(
  'of an unknown send that is %s is told why nobody knows more',
  (_what, said, how, waitS, msg) => {
    const row = rowOf({ state: states.unknown, ...said })
    const answer = ticketAnswer(row, 'id', { formatSince: () => '', toWall: (at) => at })

    const told = whyNotResent(answer, { row, resend: undefined, ...how }, () => waitS)

    expect(told).toMatchObject({ httpStatus: 202, body: { status: 'unknown' } })
    expect(told.body.msg).toMatch(msg)
    expect(told.retryAfterS).toBe(msg.source.includes('37') ? 37 : undefined)
  },
)

test('what is known is told as it is', () => {
  const row = rowOf({ state: states.opened })
  const answer = ticketAnswer(row, 'id', { formatSince: () => '', toWall: (at) => at })

  expect(whyNotResent(answer, { row, replayed: false, resend: 2 }, () => 37)).toBe(answer)
})
