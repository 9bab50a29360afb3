import * as z from 'zod/mini'
import { readJson } from '../../contract/read-json.ts'
import { successLike } from './answer.ts'

/** `GET …/configuracao/tipo_atendimento`, of which nothing is read but how many there are. */
const tiposAtendimento = z.object({
  status: z.string().check(z.regex(successLike)),
  tipos_atendimento: z.array(z.object({})),
})

/** Null for anything but the list: a missing key is "could not check", never "none" (dossier §7). */
export function readTiposAtendimento(text: string): object[] | null {
  return readJson(tiposAtendimento, text)?.tipos_atendimento ?? null
}
