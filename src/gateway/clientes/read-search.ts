import { readPhone } from '../../contract/phone.ts'
import type { Reading } from '../../contract/reading.ts'
import { cleanLine } from '../../contract/typed-text.ts'
import { plainDocument, type Search, searchKinds } from '../hubsoft/reading/read-clientes.ts'

const longestTerm = 200
const longestName = 100
const largestId = 2_147_483_647

/** Whom to look for, as HubSoft is asked it. What is typed is repeated in no fault. */
export function readSearch(kind: string, typed: string): Reading<Search> {
  const by = searchKinds.find((one) => one === kind)
  if (!by) return { fault: `O parâmetro busca precisa ser uma de ${searchKinds.join(', ')}.` }
  if (typed.length > longestTerm) return { fault: 'O que procurar passa de 200 caracteres.' }
  const term = readTerm[by](typed)
  return term === null ? { fault: wanted[by] } : { value: { by, term } }
}

/** Of which service the tickets are asked for. */
export function readService(kind: string, typed: string): Reading<number> {
  if (kind !== 'id_cliente_servico')
    return { fault: 'O parâmetro busca precisa ser id_cliente_servico.' }
  const id = readId(typed)
  return id === null ? { fault: wanted.id_cliente_servico } : { value: Number(id) }
}

const wanted: Record<Search['by'], string> = {
  cpf_cnpj:
    'Para procurar por documento, digite o CPF (11 números) ou o CNPJ (14 caracteres) inteiro.',
  telefone: 'Para procurar por telefone, digite o número com DDD.',
  codigo_cliente: 'Para procurar por código do cliente, digite só números.',
  id_cliente_servico: 'Para procurar por código do serviço, digite só números.',
  nome_razaosocial: 'Para procurar por nome, digite de 3 letras a 100 caracteres.',
}

const readTerm: Record<Search['by'], (typed: string) => string | null> = {
  cpf_cnpj(typed) {
    const document = plainDocument(typed)
    return /^(?:\d{11}|[\dA-Z]{12}\d\d)$/.test(document) ? document : null
  },
  telefone(typed) {
    const phone = readPhone(typed)
    if ('value' in phone) return phone.value.digits
    // As some are stored still: a mobile without its ninth digit.
    const digits = typed.replace(/[\s().-]/g, '')
    return /^\d{10,11}$/.test(digits) ? digits : null
  },
  codigo_cliente: readId,
  id_cliente_servico: readId,
  nome_razaosocial(typed) {
    const name = cleanLine(typed, 'NFC')
    const isLongEnough = (name.match(/\p{L}/gu) ?? []).length >= 3
    return isLongEnough && name.length <= longestName ? name : null
  },
}

function readId(typed: string): string | null {
  const id = typed.length <= longestTerm ? Number(/^\s*(\d{1,10})\s*$/.exec(typed)?.[1]) : 0
  return id >= 1 && id <= largestId ? String(id) : null
}
