import { expect, test } from 'vitest'
import { whyNotResent } from '#src/gateway/http/tickets/resend-answer.ts'
import { ticketAnswer } from '#src/gateway/http/tickets/ticket-answers.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { rowOf, sentAt, states } from '../../journal/a-row.ts'

/** What is told of this row after a resend, while HubSoft wants no looks for so long. */
function tell(row: TicketRow, resent: { replayed: boolean; resend?: number }, waitS: number) {
  const answer = ticketAnswer(row, 'id', { formatSince: () => '', toWall: (at) => at })
  return { answer, told: whyNotResent(answer, { resend: undefined, ...resent, row }, () => waitS) }
}

const resent = { replayed: false, resend: 2 }
const unreadLook = { looks: [{ at: sentAt, wasRead: false }] }
const again = /^Não consegui enviar agora\. Tente de novo em um minuto; não abra outro ainda\.$/
const unknown = /^Não sei se o atendimento foi aberto\. Não abra outro ainda\.$/

test.each<[string, Partial<TicketRow>, Parameters<typeof tell>[1], number, RegExp]>([
  [
    'held back, since its look can’t be read',
    unreadLook,
    resent,
    0,
    /^Antes de enviar eu confiro .* não consigo confirmar por ela .* Tente de novo em alguns minutos,/,
  ],
  [
    'held back, since it names no list to look in',
    { ...unreadLook, serviceId: null, messageTo: 300 },
    resent,
    37,
    /^Antes de enviar eu confiro na lista do HubSoft, e este acréscimo não diz em qual serviço procurar: veja você no atendimento, no HubSoft\.$/,
  ],
  ['held back for another reason', {}, resent, 0, again],
  ['turned away by HubSoft', { attempt: 2 }, resent, 37, again],
  ['repeated after that', { attempt: 2 }, { ...resent, replayed: true }, 37, unknown],
  ['no resend', unreadLook, { replayed: true }, 37, unknown],
])(
  'of an unknown send that is %s is told why nobody knows more',
  (_what, said, how, waitS, msg) => {
    const { told } = tell(rowOf({ state: states.unknown, ...said }), how, waitS)

    expect(told).toMatchObject({ httpStatus: 202, body: { status: 'unknown' } })
    expect(told.body.msg).toMatch(msg)
    expect(told.retryAfterS).toBeUndefined()
  },
)

test('of a resend that is held back since HubSoft wants no looks is told until when', () => {
  const { told } = tell(rowOf({ state: states.unknown }), resent, 37)

  expect(told).toMatchObject({ httpStatus: 202, retryAfterS: 37 })
  expect(told.body.msg).toMatch(
    /^Antes de enviar eu confiro .* pediu para esperar 37 segundos\. Tente de novo depois disso; não/,
  )
})

test('what is known is told as it is', () => {
  const { answer, told } = tell(rowOf({ state: states.opened }), resent, 37)

  expect(told).toBe(answer)
})
