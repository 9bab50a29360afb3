import type { Service } from '../service.ts'
import type { JsonObject } from '../wire.ts'
import { secret } from './network.ts'

const streets = [
  ['RUA DAS AMOSTRAS', 'CENTRO'],
  ['AVENIDA DO EXEMPLO', 'BOM MODELO'],
  ['RUA DO RASCUNHO', 'VILA FICTÍCIA'],
  ['TRAVESSA DA MAQUETE', 'JARDIM INVENTADO'],
] as const

/** Longer than any card, in two lines, as people type them. */
const longest = 11018
const way =
  'ESTRADA MUNICIPAL DOS EXEMPLOS COMPRIDOS QUE LEVA DO POVOADO DE SANTO ANTÔNIO DAS AMOSTRAS À COMUNIDADE RURAL DA MAQUETE DE BAIXO,  KM 27\r\nDEPOIS DA SEGUNDA PORTEIRA VERDE, À DIREITA DO BARRACÃO ABANDONADO DA COOPERATIVA FICTÍCIA'

function partsOf(id: number) {
  const [street, district] = streets[id % streets.length] ?? streets[0]
  if (id === longest) return { logradouro: way, numero: 'S/N', bairro: 'ZONA RURAL' }
  return { logradouro: street, numero: String(100 + (id % 900)), bairro: district }
}

/** Where the service is; its `estado` holds two letters and its `uf` the name, at some tenants (Q13). */
export function installationOf({ id_cliente_servico: id }: Service, isSwapped: boolean) {
  const { logradouro, numero, bairro } = partsOf(id)
  return addressed({ logradouro, numero, bairro, cep: '35500-000' }, id, isSwapped)
}

/** Where something else of the customer is: nobody's business here. */
export function otherAddress(
  what: string,
  { id_cliente_servico: id }: Service,
  isSwapped: boolean,
) {
  const logradouro = `RUA ${secret(what, id)}`
  return addressed({ logradouro, numero: '1', bairro: 'CENTRO', cep: '35500000' }, id, isSwapped)
}

type Parts = { logradouro: string; numero: string; bairro: string; cep: string }

function addressed(parts: Parts, id: number, isSwapped: boolean): JsonObject {
  const { logradouro, numero, bairro, cep } = parts
  const [letters, name] = ['MG', 'Minas Gerais']
  return {
    completo: `${logradouro}, ${numero} - ${bairro}, CIDADE EXEMPLO/${letters} | CEP: ${cep}`,
    logradouro,
    endereco: logradouro,
    numero,
    complemento: null,
    bairro,
    cep,
    estado: isSwapped ? letters : name,
    uf: isSwapped ? name : letters,
    cidade: 'CIDADE EXEMPLO',
    coordenadas: { latitude: `-20.0${id}9`, longitude: `-44.0${id}9` },
  }
}
