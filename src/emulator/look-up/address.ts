import type { Service } from '../service.ts'
import type { JsonObject } from '../wire.ts'
import { secret } from './network.ts'

const streets = [
  ['RUA', 'DAS AMOSTRAS', 'CENTRO'],
  ['AVENIDA', 'DO EXEMPLO', 'BOM MODELO'],
  ['RUA', 'DO RASCUNHO', 'VILA FICTÍCIA'],
  ['TRAVESSA', 'DA MAQUETE', 'JARDIM INVENTADO'],
] as const

/** Longer than any card, in two lines, as people type them. */
const longest = 11018
const way =
  'MUNICIPAL DOS EXEMPLOS COMPRIDOS QUE LEVA DO POVOADO DE SANTO ANTÔNIO DAS AMOSTRAS À COMUNIDADE RURAL DA MAQUETE DE BAIXO'
const landmark =
  'KM 27,  DEPOIS DA SEGUNDA PORTEIRA VERDE\r\nÀ DIREITA DO BARRACÃO ABANDONADO DA COOPERATIVA FICTÍCIA'

type Parts = {
  logradouro: string
  endereco: string
  numero: string
  bairro: string
  complemento: string
  cep: string
}

function partsOf(id: number): Parts {
  if (id === longest) {
    const place = { logradouro: 'ESTRADA', endereco: way, numero: 'S/N', bairro: 'ZONA RURAL' }
    return { ...place, complemento: landmark, cep: '' }
  }
  const [logradouro, endereco, bairro] = streets[id % streets.length] ?? streets[0]
  const complemento = id >= 11100 ? `APTO ${id - 11000}` : ''
  const numero = id >= 11100 ? '900' : String(100 + (id % 800))
  return { logradouro, endereco, numero, bairro, complemento, cep: '35500-000' }
}

/** Where the service is; its `estado` holds two letters and its `uf` the name, at some tenants (Q13). */
export const installationOf = ({ id_cliente_servico: id }: Service, isSwapped: boolean) =>
  addressed(partsOf(id), id, isSwapped)

/** Where something else of the customer is: nobody's business here. */
export function otherAddress(
  what: string,
  { id_cliente_servico: id }: Service,
  isSwapped: boolean,
) {
  const street = { logradouro: 'RUA', endereco: secret(what, id), numero: '1', bairro: 'CENTRO' }
  return addressed({ ...street, complemento: '', cep: '35500000' }, id, isSwapped)
}

function addressed(parts: Parts, id: number, isSwapped: boolean): JsonObject {
  const { logradouro, endereco, numero, bairro, complemento } = parts
  const [letters, name] = ['MG', 'MINAS GERAIS']
  const street = `${logradouro} ${endereco}, ${numero} - ${bairro}, SãO MODELO/${letters}` // Q26
  return {
    completo: complemento === '' ? street : `${street} - ${complemento}`,
    ...parts,
    estado: isSwapped ? letters : name,
    uf: isSwapped ? name : letters,
    cidade: 'São Modelo',
    coordenadas: { latitude: `-20.0${id}9`, longitude: `-44.0${id}9` },
  }
}
