import { compact } from '../../../contract/compact.ts'
import type { ListedItem } from '../../hubsoft/reading/read-listing.ts'
import { signerOf } from '../../hubsoft/reading/whose.ts'
import { countOf, type Finding, fault, ok } from '../finding.ts'

/** A ticket that was told to be opened. */
export type Opened = { protocolo: string; reference: string }

const intact = / \| Atendente: [^|]* \| REF [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?= \||$)/

/** How many of the list's tickets would still be found by their reference, and what became of the others'. */
export function describeReferences(items: ListedItem[], opened: Opened[]): Finding {
  const marks = new Map(opened.map((one) => [one.protocolo.trim(), compact(one.reference)]))
  const [changes, counts] = [new Set<string>(), { whole: 0, changed: 0, cut: 0, lost: 0 }]
  for (const { ticket, descricao_abertura } of items) {
    const said = descricao_abertura ?? ''
    const signer = signerOf(compact(said))
    const mark = marks.get(ticket()?.protocolo ?? '')
    if (mark !== undefined && signer?.mark !== mark) counts[signer ? 'cut' : 'lost'] += 1
    else if (signer?.mark === undefined) counts.cut += signer ? 1 : 0
    else if (intact.test(said)) counts.whole += 1
    else {
      counts.changed += 1
      for (const change of changesIn(said)) changes.add(change)
    }
  }
  const { whole, changed, cut, lost } = counts
  if (whole + changed + cut + lost === 0) {
    return ok('referências: nenhuma na lista: abra por aqui um atendimento deste serviço e repita')
  }
  const found = [
    countOf(whole, 'inteira', 'inteiras'),
    ...(changed > 0 ? [`${changed} com ${[...changes].join(', ')}, que são achadas`] : []),
  ].join('; ')
  if (cut + lost === 0) return ok(`referências: ${found}`)
  return fault(
    `referências: ${found}; ${countOf(cut, 'cortada', 'cortadas')} e ${countOf(lost, 'perdida', 'perdidas')}: um envio assim não é achado; veja “Referência perdida” em docs/operacao.md.`,
  )
}

/** What became of a signature that is still read. */
function changesIn(description: string): string[] {
  const seen = description.replace(/\p{DI}/gu, '')
  const signed = seen.slice(seen.toLowerCase().lastIndexOf('atendente'))
  const found = [
    ...(/^ATENDENTE/.test(signed) ? ['maiúsculas'] : []),
    ...(/[\u2010-\u2015\u2212\u2043]/.test(signed) ? ['outro hífen'] : []),
    ...(/[^\S ]/.test(signed) ? ['outros espaços'] : []),
    ...(seen === description ? [] : ['caracteres que não se veem']),
  ]
  return found.length > 0 ? found : ['outra forma']
}
