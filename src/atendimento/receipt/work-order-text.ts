import type { ShownOrdemServico } from '../../contract/shown-ticket.ts'

/** Where none is there: whether that is as asked, as far as anybody remembers. */
export const sayNoWorkOrder = (wasAsked: boolean | undefined): string =>
  wasAsked === false ? 'Nenhuma, como pedido' : 'Nenhuma'

const hourMs = 3_600_000
const stamp = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?$/

/** "16/11/2018 10:58:21" as a number to compare with; null where it isn't one. */
function readStampMs(text: string | null): number | null {
  const [, day, month, year, hour, minute, second = '0'] = stamp.exec(text ?? '') ?? []
  if (!day) return null
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  // A date that doesn't exist comes out as another one.
  return new Date(at).getUTCDate() === Number(day) && Number(hour) < 24 ? at : null
}

/**
 * The appointment as "16/11/2018, 14:00 às 15:00"; null where there is none to promise: while it
 * waits for scheduling, or where the start is the opening plus one hour, HubSoft's placeholder (Q5).
 */
export function formatAppointment(order: ShownOrdemServico): string | null {
  const { status, data_cadastro, data_inicio_programado, data_termino_programado } = order
  const [opened, start, end] = [data_cadastro, data_inicio_programado, data_termino_programado].map(
    readStampMs,
  )
  if (!start || !data_inicio_programado) return null
  if (status?.trim().toLowerCase() === 'aguardando_agendamento') return null
  if (opened && start - opened === hourMs) return null

  const [day, from] = data_inicio_programado.split(' ')
  const hour = (time: string | undefined) => time?.slice(0, 5)
  const [lastDay, to] = data_termino_programado?.split(' ') ?? []
  // A vendor sample has an end before its start (Q5).
  if (!end || end <= start) return `${day}, ${hour(from)}`
  return lastDay === day
    ? `${day}, ${hour(from)} às ${hour(to)}`
    : `${day}, ${hour(from)} até ${lastDay}, ${hour(to)}`
}
