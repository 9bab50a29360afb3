import * as z from 'zod/mini'
import { plainLetters } from '../../../contract/compact.ts'
import { errorLike, hasCrashKeys } from '../answer.ts'

const declined = z.looseObject({ status: z.string().check(z.regex(errorLike)), msg: z.string() })
const found = '(?:foi |foram )?(?:encontrad|localizad)[oa]s?'
const owner = '(?:cliente servico|servico do cliente|servico|cliente)'
const asked = `(?:${owner}|filtro|parametro|criterio|dado|busca|pesquisa|termo)s?`
const ofWhat =
  `(?: (?:para|com|d|n)(?: ?[oae]s?| ?es[st][ae]s?)?` +
  ` ${asked}(?: (?:informad|selecionad|solicitad)[oa]s?)?)?`
// Whole sentences: one that goes on may name what HubSoft itself misses.
const nothingFound = (listedThing: string) =>
  new RegExp(
    `^(?:${[
      `nenhum (?:${listedThing}|${owner}|dado) ${found}${ofWhat}`,
      `(?:[oa]s? )?${listedThing} nao ${found}${ofWhat}`,
      `nao ${found} (?:nenhum )?${listedThing}${ofWhat}`,
      `nao (?:ha|existem?) (?:nenhum )?${listedThing}(?: cadastrad[oa]s?)?${ofWhat}`,
      `(?:atendimento|${owner}) de id \\d+ nao ${found}`,
    ].join('|')})[.!]?$`,
  )
const noTicket = nothingFound('(?:atendimento|registro|resultado)s?')
// That its owner isn't there says something else of a list of tickets.
const nobody = nothingFound(`(?:${owner}|registro|resultado)s?`)
const bareNotFound = /^nao encontrad[oa]s?[.!]?$/
const longestNo = 300

/**
 * "None" comes as an empty list, and as a no that says so, with HTTP 200 or 404 (hubsoft §16). A
 * proxy's page, a route that isn't there and whatever names something else say nothing.
 */
export const isNothingFound = (status: number, body: unknown): boolean =>
  saysSo(noTicket, status, body)

/** The same of a search for customers. */
export const isNobodyFound = (status: number, body: unknown): boolean =>
  saysSo(nobody, status, body)

function saysSo(sentence: RegExp, status: number, body: unknown): boolean {
  if (status !== 200 && status !== 404) return false
  const no = declined.safeParse(body)
  if (!no.success || no.data.msg.length > longestNo || hasCrashKeys(no.data)) return false
  const said = plainLetters(no.data.msg)
    .replace(/[\s_]+/g, ' ')
    .trim()
  return sentence.test(said) || (status === 200 && bareNotFound.test(said))
}
