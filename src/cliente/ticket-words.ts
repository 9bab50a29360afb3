import type { ListedTicket } from '../contract/cliente.ts'
import { splitDescription } from '../contract/reference.ts'
import type { Times } from '../contract/times.ts'
import { countCharacters } from '../contract/typed-text.ts'
import { formatSituation } from '../contract/work-order-situation.ts'
import { groupDigits } from '../ui/group-digits.ts'

const written = /^(?:(\d{2})\/(\d{2})\/(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?:[T ,]+(\d{2}:\d{2}))?/
const dayMs = 86_400_000

/**
 * When HubSoft says that a ticket was opened, by its own clock, which is the operator's: "ontem, 17:12", "16/11, 10:58",
 * "16/11/2018"; what can't be read as it came.
 */
export function formatAge(data_cadastro: string | null, times: Times, now: Date): string {
  const text = data_cadastro?.trim() ?? ''
  const [, d, m, y, isoYear, isoMonth, isoDay, time] = written.exec(text) ?? []
  const [day, month, year] = [d ?? isoDay, m ?? isoMonth, y ?? isoYear]
  if (!day || !month || !year) return text.slice(0, 20)
  const date = `${day}/${month}/${year}`
  const today = times.formatDay(now)
  const said =
    date === today
      ? 'hoje'
      : date === times.formatDay(new Date(now.getTime() - dayMs))
        ? 'ontem'
        : today.endsWith(year)
          ? `${day}/${month}`
          : date
  return time ? `${said}, ${time}` : said
}

/** "sem OS", "OS pendente", "2 OS" */
export function sayWorkOrders({ ordens_servico: orders }: ListedTicket): string {
  const [order] = orders
  if (!order) return 'sem OS'
  if (orders.length > 1) return `${orders.length} OS`
  return order.status ? `OS ${formatSituation(order).slice(0, 40).toLowerCase()}` : 'com OS'
}

const longestBeginning = 120

/** How what was written begins, in one line. */
export function beginningOf({ descricao_abertura }: ListedTicket): string {
  const text = splitDescription(descricao_abertura ?? '')
    .replace(/\s+/g, ' ')
    .trim()
  if (countCharacters(text) <= longestBeginning) return text
  return `${[...text].slice(0, longestBeginning).join('').trim()}…`
}

/** Of a service's open tickets. */
export const countOpen = (count: number) =>
  count === 1 ? 'Já existe 1 aberto' : `Já existem ${count} abertos`

/** The same for a voice: the number in groups, or it would be read as millions. */
export function sayOpen(tickets: ListedTicket[]): string {
  const [newest] = tickets
  if (!newest) return ''
  const number = groupDigits(newest.protocolo).join(' ')
  return `${countOpen(tickets.length)}: ${tickets.length === 1 ? '' : 'o mais novo, '}protocolo ${number}.`
}
