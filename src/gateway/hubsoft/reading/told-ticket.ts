import * as z from 'zod/mini'
import { findPrivateData } from '../../../contract/privacy.ts'
import { type ShownAtendimento, shownAtendimento } from '../../../contract/shown-ticket.ts'
import { cleanLine } from '../../../contract/typed-text.ts'

// A line on a screen: what is longer is searched no further.
const longestName = 300

/** A customer's name without the whole CPF in which a sole trader's ends; null where nothing else is left. */
export function toldName(name: string | null): string | null {
  if (name === null) return null
  const said = name.slice(0, longestName)
  const documents = findPrivateData(said).filter(({ kind }) => kind === 'cpf' || kind === 'cnpj')
  if (documents.length === 0) return said
  const rest = documents.reduceRight(
    (text, { start, end }) => text.slice(0, start) + text.slice(end),
    said,
  )
  return cleanLine(rest, 'NFC') || null
}

/** As much of a ticket as HubSoft's answer may tell. */
export const toldAtendimento = z.pipe(
  shownAtendimento,
  z.transform(
    ({ cliente, ...ticket }: ShownAtendimento): ShownAtendimento => ({
      ...ticket,
      cliente: cliente && { ...cliente, nome_razaosocial: toldName(cliente.nome_razaosocial) },
    }),
  ),
)
