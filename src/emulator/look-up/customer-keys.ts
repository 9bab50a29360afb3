import type { Customer } from '../customers.ts'
import type { JsonObject } from '../wire.ts'
import { secret } from './network.ts'
import { type Asked, asIn2024, asIn2026, asInManual } from './service-keys.ts'

/** A customer in the keys of the manual, of the vendor's collection of 2024, or as seen in 2026. */
export const asShape = {
  manual: (customer: Customer, asked: Asked, now: Date): JsonObject => ({
    ...documented(customer),
    data_nascmento: birthOf(customer), // Q12
    servicos: customer.servicos.map((one) => asInManual(one, asked, now)),
  }),
  '2024': (customer: Customer, asked: Asked, now: Date): JsonObject => ({
    ...documented(customer),
    codigo_cliente: String(customer.codigo_cliente),
    data_nascmento: birthOf(customer),
    id_externo: secret('EXTERNO', customer.codigo_cliente),
    grupos: groupsOf(customer),
    id_origem_cliente: 3,
    origem_cliente: secret('ORIGEM', customer.codigo_cliente),
    servicos: customer.servicos.map((one) => asIn2024(one, asked, now)),
  }),
  '2026': (customer: Customer, asked: Asked, now: Date): JsonObject => ({
    ...documented(customer),
    ...addedBy2026(customer),
    servicos: customer.servicos.map((one) => asIn2026(one, asked, now)),
  }),
}

function documented(customer: Customer): JsonObject {
  const { codigo_cliente: code, cpf_cnpj, alerta_mensagens } = customer
  return {
    id_cliente: 60_000 + code,
    codigo_cliente: code,
    nome_razaosocial: customer.nome_razaosocial,
    nome_fantasia: customer.nome_fantasia,
    tipo_pessoa: cpf_cnpj.length === 11 ? 'pf' : 'pj',
    cpf_cnpj,
    telefone_primario: customer.telefone_primario,
    telefone_secundario: customer.telefone_secundario,
    telefone_terciario: customer.telefone_terciario,
    email_principal: customer.email_principal,
    email_secundario: null,
    rg: secret('RG', code),
    rg_emissao: secret('RG-EMISSAO', code),
    inscricao_municipal: secret('INSCRICAO-MUNICIPAL', code),
    inscricao_estadual: secret('INSCRICAO-ESTADUAL', code),
    data_cadastro: '2017-08-05 00:00:00',
    alerta: alerta_mensagens.length > 0,
    alerta_mensagens: [...alerta_mensagens],
  }
}

function addedBy2026(customer: Customer): JsonObject {
  const { codigo_cliente: code } = customer
  return {
    uuid_cliente: `5e6ed000-0000-4000-8000-${String(code).padStart(12, '0')}`,
    data_nascimento: birthOf(customer),
    data_atualizacao: '2026-11-20 09:30:00',
    ativo: customer.isActive,
    alerta_ids: customer.alerta_mensagens.map((_, place) => 80 + place),
    blocklist: false,
    motivo_blocklist: secret('BLOCKLIST', code),
    grupos: groupsOf(customer),
    id_origem_cliente: 3,
    origem_cliente: secret('ORIGEM', code),
    motivo_contratacao: secret('MOTIVO', code),
    id_externo: secret('EXTERNO', code),
    nome_pai: secret('PAI', code),
    nome_mae: secret('MAE', code),
    estado_civil: secret('ESTADO-CIVIL', code),
    genero: secret('GENERO', code),
    nacionalidade: secret('NACIONALIDADE', code),
    profissao: secret('PROFISSAO', code),
    representante_legal_nome: secret('REPRESENTANTE', code),
    representante_legal_cpf: secret('REPRESENTANTE-CPF', code),
    tipo_cobranca: secret('COBRANCA-CLIENTE', code),
    ip_cadastro: `203.0.113.${code % 256}`,
    parametros_cobranca: [],
  }
}

const groupsOf = ({ codigo_cliente: code }: Customer) => [
  { id_grupo_cliente: 2, descricao: secret('GRUPO', code) },
]

/** Long ago, another day for each. */
function birthOf({ codigo_cliente: code }: Customer): string {
  const day = new Date(Date.UTC(1901, 0, code)).toISOString().slice(0, 10)
  return `${day} 04:00:00`
}
