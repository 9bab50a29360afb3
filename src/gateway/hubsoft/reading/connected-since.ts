import * as z from 'zod/mini'
import { word } from '../../../contract/cliente.ts'

const flag = z.union([
  z.boolean(),
  z.pipe(
    z.literal([1, '1', 'true', 'sim']),
    z.transform(() => true),
  ),
  z.pipe(
    z.literal([0, '0', 'false', 'nao', 'não']),
    z.transform(() => false),
  ),
])

/** HubSoft's `ultima_conexao`, of which only this is read: what else stands there names addresses (hubsoft §12). */
export const connectedSince = z.pipe(
  z.object({
    conectado: flag,
    ultima_conexao_datetime: word,
    ultima_desconexao_datetime: word,
  }),
  z.transform(({ conectado, ...at }) => ({
    conectado,
    desde: isoOf(conectado ? at.ultima_conexao_datetime : at.ultima_desconexao_datetime),
  })),
)

const moment = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d{1,9})? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i

/** "2026-05-25 19:14:26-03" in ISO 8601; null for another text. Without an offset it is Brasília's (hubsoft §10). */
function isoOf(text: string | null): string | null {
  const [, day, time, offset = '-03'] = moment.exec(text ?? '') ?? []
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(offset) ?? []
  const at = new Date(`${day}T${time}${hours ? `${hours}:${minutes}` : 'Z'}`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
