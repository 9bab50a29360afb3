import { lines, type Service } from '../service.ts'
import { formatDate, formatSortable, hoursAfter } from '../tickets/local-time.ts'
import type { Json, JsonObject } from '../wire.ts'
import { installationOf, otherAddress } from './address.ts'
import type { CustomerQuery } from './customer-query.ts'
import { connectionOf, equipmentOf, networkOf, secret } from './network.ts'

export type Asked = Pick<CustomerQuery, 'wantsConnection' | 'relations'>

const stockOf = (service: Service, { wantsConnection }: Asked, now: Date): JsonObject => ({
  ...(wantsConnection && { ultima_conexao: connectionOf(service, now) }),
})

/** What every tenant tells of a service's plan and state. */
function planOf({ numero_plano, nome, valor, status, status_prefixo }: Service): JsonObject {
  const tecnologia = lines[numero_plano]?.tecnologia ?? null
  return { numero_plano, nome, valor, status, status_prefixo, tecnologia }
}

function speedsOf({ numero_plano }: Service): JsonObject {
  const { download, upload } = lines[numero_plano] ?? { download: null, upload: null }
  return { velocidade_download: download, velocidade_upload: upload }
}

const storedPasswords = ({ id_cliente_servico: id }: Service): Json => [
  {
    id_cliente_servico_senha: id + 70_000,
    descricao: secret('ONDE-GUARDADA', id),
    usuario: secret('USUARIO-GUARDADO', id),
    senha: secret('SENHA-GUARDADA', id),
  },
]

const packages = ({ id_cliente_servico: id, valor }: Service): Json => [
  {
    id_pacote: 3,
    codigo: null,
    descricao: secret('PACOTE', id),
    valor: valor.toFixed(2), // Q19
    observacoes: secret('OBSERVACAO-PACOTE', id),
    data_cadastro: '2019-03-01 00:00:00',
  },
]

const addressesOf = (service: Service, isSwapped: boolean) => ({
  endereco_cadastral: otherAddress('CADASTRAL', service, isSwapped),
  endereco_instalacao: installationOf(service, isSwapped),
  endereco_fiscal: otherAddress('FISCAL', service, isSwapped),
  endereco_cobranca: otherAddress('COBRANCA', service, isSwapped),
})

/** The manual's: all addresses and stored passwords unasked. */
export function asInManual(service: Service, asked: Asked, now: Date): JsonObject {
  return {
    id_cliente_servico: service.id_cliente_servico,
    ...planOf(service),
    ...networkOf(service),
    referencia: secret('REFERENCIA', service.id_cliente_servico),
    ...stockOf(service, asked, now),
    ...equipmentOf(service),
    pacotes: packages(service),
    senhas: storedPasswords(service),
    ...addressesOf(service, true),
  }
}

/** Of the vendor's collection of March 2024; plan number and price come as texts. */
export function asIn2024(service: Service, asked: Asked, now: Date): JsonObject {
  const { id_cliente_servico: id, numero_plano, valor } = service
  return {
    ...asInManual(service, asked, now),
    numero_plano: String(numero_plano),
    valor: valor.toFixed(2),
    ...speedsOf(service),
    id_servico: 700 + numero_plano,
    vendedor: sellerOf(id),
    observacoes_autenticacao: secret('AUTENTICACAO', id),
    data_venda: '2019-02-20',
  }
}

const sellerOf = (id: number) => ({
  id_vendedor: 40 + (id % 7),
  nome: secret('VENDEDOR', id),
  email: `${secret('VENDEDOR', id)}@example.com`,
})

/** As seen in 2026: more keys, and what a relation names only where it is asked for. */
export function asIn2026(service: Service, asked: Asked, now: Date): JsonObject {
  const { id_cliente_servico: id, numero_plano } = service
  const related: Record<string, Json> = {
    ...addressesOf(service, false),
    ...equipmentOf(service),
    senhas: storedPasswords(service),
    pacotes: packages(service),
  }
  const wanted = Object.entries(related).filter(([name]) => asked.relations.has(name))
  return {
    id_cliente_servico: id,
    uuid_cliente_servico: `5e6ed000-0000-4000-9000-${String(id).padStart(12, '0')}`,
    id_cliente_servico_antigo: null,
    id_cliente_servico_autenticacao: id + 50_000,
    id_servico: 700 + numero_plano,
    id_prospecto: null,
    ...planOf(service),
    ...speedsOf(service),
    ...networkOf(service),
    porta: secret('PORTA', id),
    tipo: secret('TIPO', id),
    vlan: secret('VLAN-TEXTO', id),
    referencia: secret('REFERENCIA', id),
    observacoes_autenticacao: secret('AUTENTICACAO', id),
    anotacoes: secret('ANOTACAO', id),
    vendedor: sellerOf(id),
    carne: 'Sim',
    tipo_cobranca: secret('COBRANCA-TIPO', id),
    ...datesOf(service, now),
    id_motivo_cancelamento: null,
    motivo_cancelamento: null,
    motivo_cancelamento_prefixo: null,
    nome_contato: secret('CONTATO', id),
    telefone_contato: null,
    email_contato: `${secret('CONTATO', id)}@example.com`,
    ip_cadastro: `203.0.113.${(id + 100) % 256}`,
    parametros_autenticacao: [{ atributo: 'Framed-Pool', valor: secret('PARAMETRO', id) }],
    cliente_servico_mapeamento: { id_projeto: 5, coordenadas: secret('MAPA', id) },
    cpes: [{ id_cpe: id, serial: secret('CPE', id), senha: secret('SENHA-CPE', id) }],
    ...stockOf(service, asked, now),
    ...Object.fromEntries(wanted),
  }
}

function datesOf({ id_cliente_servico: id, status_prefixo }: Service, now: Date): JsonObject {
  const sold = hoursAfter(now, -24 * (400 + (id % 900)))
  const day = formatSortable(sold).slice(0, 10)
  return {
    data_venda: day,
    data_cadastro: formatSortable(sold),
    data_habilitacao: formatSortable(hoursAfter(sold, 72)),
    data_habilitacao_br: formatDate(hoursAfter(sold, 72)),
    data_atualizacao: formatSortable(hoursAfter(now, -24)),
    data_inicio_contrato: day,
    data_fim_contrato: null,
    vigencia_meses: 12,
    data_cancelamento: status_prefixo === 'cancelado' ? formatSortable(now) : null,
  }
}
