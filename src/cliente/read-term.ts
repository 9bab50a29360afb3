import { isValidCnpj } from '@brazilian-utils/brazilian-utils/is-valid-cnpj'
import { isValidCpf } from '@brazilian-utils/brazilian-utils/is-valid-cpf'
import { readPhone } from '../contract/phone.ts'
import { readServiceId } from '../contract/service-id.ts'
import { cleanLine } from '../contract/typed-text.ts'

/** What HubSoft is asked for: which of its searches, and the term in the form that it takes. */
export type LookUp = {
  busca: 'id_cliente_servico' | 'codigo_cliente' | 'cpf_cnpj' | 'telefone' | 'nome_razaosocial'
  termo: string
}

/** What a typed text is taken for. */
export type Term =
  | { kind: 'empty' }
  /** Nobody is asked for it; `said` is what is missing. */
  | { kind: 'not-yet'; said: string }
  /** `by` stands in "Procurando por CPF…". Those of the first look-up come before the others. */
  | { kind: 'asks'; by: string; lookUps: LookUp[] }

// Of a pasted text no more is looked at.
const longestTyped = 100
const fewest = 3

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** Whoever has this document or number: eleven digits may be both. */
function askByNumber(text: string): Term | null {
  if (isValidCnpj(text, { version: 2 })) {
    const termo = text.replace(/[^a-z\d]/gi, '').toUpperCase()
    return { kind: 'asks', by: 'CNPJ', lookUps: [{ busca: 'cpf_cnpj', termo }] }
  }
  const phone = readPhone(text)
  const lookUps: LookUp[] = []
  if (isValidCpf(text)) lookUps.push({ busca: 'cpf_cnpj', termo: text.replace(/\D/g, '') })
  if ('value' in phone) lookUps.push({ busca: 'telefone', termo: phone.value.digits })
  const by = lookUps.map(({ busca }) => (busca === 'telefone' ? 'telefone' : 'CPF')).join(' e ')
  return lookUps.length > 0 ? { kind: 'asks', by, lookUps } : null
}

function sayNumbersMissing(digits: number): string {
  if (digits === 0) return 'Digite nome, CPF/CNPJ, telefone ou código.'
  if (digits < fewest) return 'Digite pelo menos 3 números.'
  if (digits < 11) return 'Continue: CPF, CNPJ ou telefone com DDD, inteiros.'
  if (digits === 11) return 'Confira: estes 11 números não são CPF nem telefone com DDD.'
  if (digits < 14) return 'Confira: CPF tem 11 números, CNPJ tem 14.'
  return digits === 14
    ? 'Confira o CNPJ: os dois últimos números não batem.'
    : 'Há números demais: CPF tem 11, CNPJ tem 14.'
}

/**
 * Recognises what a caller says of themselves: CPF and CNPJ by their check digits, a phone with its area code, the
 * number of a service or of a customer, part of a name. Short digits may be either number, so both are asked for.
 */
export function readTerm(typed: string): Term {
  const text = cleanLine(typed.slice(0, longestTyped)).replace(/\p{Pd}/gu, '-')
  if (!text) return { kind: 'empty' }
  const byNumber = askByNumber(text)
  if (byNumber) return byNumber

  const id = readServiceId(text)
  if ('value' in id) {
    const termo = String(id.value)
    if (termo.length < fewest) return { kind: 'not-yet', said: sayNumbersMissing(termo.length) }
    return {
      kind: 'asks',
      by: 'código do serviço e do cliente',
      lookUps: [
        { busca: 'id_cliente_servico', termo },
        { busca: 'codigo_cliente', termo },
      ],
    }
  }
  const letters = count(text, /\p{L}/gu)
  if (letters === 0) return { kind: 'not-yet', said: sayNumbersMissing(count(text, /\d/g)) }
  if (text.includes('@')) {
    return { kind: 'not-yet', said: 'Por e-mail não há busca. Use nome, CPF/CNPJ ou telefone.' }
  }
  if (letters < fewest) return { kind: 'not-yet', said: 'Digite pelo menos 3 letras do nome.' }
  const termo = text.slice(0, longestTyped).toWellFormed()
  return { kind: 'asks', by: 'nome', lookUps: [{ busca: 'nome_razaosocial', termo }] }
}
