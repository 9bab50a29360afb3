import * as z from 'zod/mini'
import { compact } from '../../../contract/compact.ts'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import type { HubsoftAnswer } from '../../hubsoft/answer.ts'
import {
  dayOf,
  isOldestFirst,
  longestPage,
  mayStandBeyond,
  usualPage,
} from '../../hubsoft/reading/listed-page.ts'
import { isNothingFound } from '../../hubsoft/reading/nothing-found.ts'
import { isOfService, type ListedItem, readItems } from '../../hubsoft/reading/read-listing.ts'
import { countOf, type Finding, fault, ok } from '../finding.ts'
import { describeReferences, type Opened } from './describe-references.ts'

/** How this HubSoft says that a service has no ticket; null where it doesn't, or not readably. */
export function formOfNone(answer: HubsoftAnswer): string | null {
  const body = parseKeepingDigits(answer.text)
  if (isNothingFound(answer.status, body)) {
    return answer.status === 404 ? 'com HTTP 404 e uma frase' : 'com uma recusa e uma frase'
  }
  return readItems(answer)?.length === 0 ? 'com uma lista vazia' : null
}

/**
 * What the list of a service's tickets says of this HubSoft: whether a send would be found in it. Nothing of
 * the customer and no description.
 *
 * @param opened the service's tickets of which the journal knows
 * @param now when a send would leave that is to be found in it
 */
export function describeList(
  answer: HubsoftAnswer,
  serviceId: number,
  opened: Opened[],
  now: Date,
): Finding[] {
  const items = readItems(answer)
  if (!items) {
    return [
      fault(
        `lista: não pôde ser lida (HTTP ${answer.status}): confira o código do serviço e a versão com quem cuida do HubSoft.`,
      ),
    ]
  }
  const none = formOfNone(answer)
  if (none) {
    return [ok(`lista: nenhum atendimento, o que o HubSoft diz ${none}: tente com outro serviço`)]
  }
  const written = items.filter(({ isDraft }) => !isDraft)
  const drafts = items.length - written.length
  return [
    ok(
      `lista: status "${wordOf(answer)}", ${countOf(items.length, 'atendimento', 'atendimentos')}`,
    ),
    ...describeService(items, serviceId),
    describePage(items, now),
    describeDates(items),
    ok(`rascunhos: ${drafts === 0 ? 'nenhum na lista' : `${drafts} na lista, que não contam`}`),
    describeDescriptions(written),
    describeReferences(written, opened),
  ]
}

const named = z.object({ status: z.string() })

function wordOf({ text }: HubsoftAnswer): string {
  return named.safeParse(parseKeepingDigits(text)).data?.status.trim() ?? ''
}

function describeService(items: ListedItem[], serviceId: number): Finding[] {
  const others = items.filter((one) => !isOfService(one, serviceId))
  if (others.length === 0) return []
  const why = `serviço: ${others.length} da lista são de outro serviço, e assim um envio não achado conta como não conferido`
  return [fault(`${why}: confira a versão com quem cuida do HubSoft.`)]
}

function describePage(items: ListedItem[], now: Date): Finding {
  const count = items.length
  const isCut = count === usualPage || count >= longestPage
  const size = isCut ? `de ${count}, talvez cortada` : 'inteira'
  const said = `página: ${size} (pedidos até ${longestPage}), ${orderOf(items)}`
  if (mayStandBeyond(items, now)) {
    return fault(
      `${said}: um envio não achado nela conta como não conferido; confira a versão com quem cuida do HubSoft.`,
    )
  }
  const untilWhen = isOldestFirst(items)
    ? `; enquanto forem menos de ${usualPage}, não atrapalha`
    : ''
  return ok(said + untilWhen)
}

function orderOf(items: ListedItem[]): string {
  const asked = 'do mais novo para o mais velho'
  if (isOldestFirst(items)) return `fora da ordem pedida (${asked})`
  return isOldestFirst(items.toReversed()) ? asked : 'sem ordem que se veja nas datas'
}

function describeDates(items: ListedItem[]): Finding {
  const dates = items.map(({ data_cadastro }) => data_cadastro ?? '')
  const forms = new Set(
    dates.map((date) => {
      if (Number.isNaN(dayOf(date))) return 'ilegíveis'
      return date.includes('/') ? 'DD/MM/AAAA' : 'AAAA-MM-DD'
    }),
  )
  const said = `datas: ${[...forms].join(', ')}`
  return forms.has('ilegíveis')
    ? fault(`${said}: confira a versão com quem cuida do HubSoft.`)
    : ok(said)
}

function describeDescriptions(items: ListedItem[]): Finding {
  const texts = items.flatMap(({ descricao_abertura }) => descricao_abertura ?? [])
  const empty = items.length - texts.length
  const suffixed = texts.filter((one) => compact(one).includes('|atendimentoabertovia')).length
  const longest = Math.max(0, ...texts.map((one) => [...one].length))
  const atLongest = texts.filter((one) => [...one].length === longest)
  const isCut = atLongest.length > 1 && !atLongest.some((one) => /ABERTO VIA [^|]*$/i.test(one))
  const said = `descrições: ${texts.length}, ${suffixed} com o fim que o HubSoft põe, a mais longa com ${countOf(longest, 'caractere', 'caracteres')}`
  if (empty > 0) {
    return fault(
      `${said}; ${empty} sem texto: um envio não achado entre elas conta como não conferido; peça a quem cuida do HubSoft que a lista traga a descrição.`,
    )
  }
  return isCut
    ? fault(
        `${said}; ${atLongest.length} param todas aí: parecem cortadas; peça a quem cuida do HubSoft que a lista traga a descrição inteira.`,
      )
    : ok(said)
}
