import * as z from 'zod/mini'
import { successLike } from './outcome.ts'

/** `GET …/configuracao/tipo_atendimento`: ids belong to one provider and get renumbered. */
const tiposAtendimento = z.object({
  status: z.string().check(z.regex(successLike)),
  tipos_atendimento: z.array(
    z.object({ id_tipo_atendimento: z.union([z.int(), z.string()]), descricao: z.string() }),
  ),
})

export type TipoAtendimento = z.infer<typeof tiposAtendimento>['tipos_atendimento'][number]

/** Null for anything but the list: a missing key is "could not check", never "none" (dossier §7). */
export function readTiposAtendimento(text: string): TipoAtendimento[] | null {
  try {
    const read = tiposAtendimento.safeParse(JSON.parse(text))
    return read.success ? read.data.tipos_atendimento : null
  } catch {
    return null
  }
}
