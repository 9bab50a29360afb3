import type { Service } from '../service.ts'
import { formatDateTime, formatSortable, hoursAfter } from '../tickets/local-time.ts'
import type { Json } from '../wire.ts'

/** A text that nobody may ever be shown, another one for each key of each customer or service. */
export const secret = (what: string, id: number) => `SEGREDO-${what}-${id}`

/** Of the blocks that are set aside for examples: no equipment has them. */
export function networkOf({ id_cliente_servico: id }: Service) {
  const [high, low] = [Math.floor(id / 256) % 256, id % 256]
  const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, '0')
  return {
    login: secret('LOGIN', id),
    senha: secret('SENHA', id),
    ipv4: `198.51.100.${low}`,
    ipv6: `2001:db8:${high.toString(16)}:${low.toString(16)}::1`,
    mac_addr: `00:00:5E:00:${hex(high)}:${hex(low)}`,
    phy_addr: secret('ONU', id),
  }
}

/** Behind the cut fibre that their customers' notices tell of. */
const cutOff = new Set([11002, 11028])

/**
 * What RADIUS knows of a service: since when it is connected or isn't, or `[]` of one that never was (Q15).
 * Of five services that could be, one isn't connected.
 */
export function connectionOf(service: Service, now: Date): Json {
  const { id_cliente_servico: id, status_prefixo } = service
  if (/^(aguardando|cancelado|inativo)/.test(status_prefixo)) return []
  const isConnected = !status_prefixo.startsWith('suspenso') && id % 5 !== 1 && !cutOff.has(id)
  // At no moment that something else has, too.
  const hours = 3.37 + (id % 90)
  const since = hoursAfter(now, -hours)
  const ended = hoursAfter(now, isConnected ? -hours - 1 : -1.37 - (id % 2))
  // Of one that never broke off there is nothing to tell.
  const hasEnded = !isConnected || id % 2 === 1
  const said = isConnected ? 'CONECTADO' : 'DESCONECTADO'
  const lasted = `${said} HÁ 0 MES(ES), ${Math.floor(hours / 24)} DIA(S)`
  const ultimo_ipv4 = `203.0.113.${id % 256}`
  const ultimo_nas_ip = `192.0.2.${id % 256}`
  return {
    conectado: isConnected,
    ultima_conexao_datetime: `${formatSortable(since)}-03`,
    ultima_desconexao_datetime: hasEnded ? `${formatSortable(ended)}-03` : null,
    ultima_conexao: formatDateTime(since),
    ultima_desconexao: hasEnded ? formatDateTime(ended) : null,
    ultimo_ipv4,
    ultimo_nas_ip,
    status_txt: `${lasted} - ${ultimo_ipv4}(${ultimo_nas_ip})`,
    status_txt_resumido: lasted,
  }
}

/** Which port of which equipment it hangs on. */
export function equipmentOf({ id_cliente_servico: id }: Service) {
  return {
    porta_atendimento: { numero: id % 16, equipamento: secret('CAIXA', id) },
    interface: { nome: secret('PON', id), tipo: 'gpon', called_sid: null },
    interface_roteamento: { nome: secret('VLAN', id), tipo: 'vlan', called_sid: null },
    equipamento_conexao: equipment(secret('OLT', id), 1),
    equipamento_roteamento: equipment(secret('CONCENTRADOR', id), 2),
  }
}

const equipment = (nome: string, low: number) => ({ nome, ipv4: `192.0.2.${low}`, ipv6: null })
