import { plainLetters } from '../../contract/compact.ts'
import type { ListedSend } from './listed-send.ts'

const readable = (text: string) => plainLetters(text).replace(/(?<=\d)\.(?=\d)/g, '')

/** By what an attendant knows a send: service, protocol, work order, and the name of who asked for it. */
function knownBy({ outcome }: ListedSend): string {
  const { enviado, message } = outcome
  const asked = enviado
    ? [enviado.nome, enviado.id_cliente_servico]
    : message
      ? ['acrescimo', message.serviceId]
      : []
  if (outcome.kind !== 'opened') return readable(asked.join(' '))
  const { protocolo, ordens_servico } = outcome.atendimento
  const orders = ordens_servico.map(({ numero_ordem_servico }) => numero_ordem_servico)
  return readable([...asked, protocolo, ...outcome.otherProtocols, ...orders].join(' '))
}

/** Those by which each of these words, or a part of it, is known: without regard to accents and capitals. */
export function searchSends(sends: ListedSend[], wanted: string): ListedSend[] {
  const words = readable(wanted).split(/\s+/).filter(Boolean)
  return sends.filter((send) => {
    const known = knownBy(send)
    return words.every((word) => known.includes(word))
  })
}
