import type { ShownServico } from '../contract/cliente.ts'
import type { Times } from '../contract/times.ts'

type Word = { word: string; tone?: 'success' | 'warning' | 'error' }

/** HubSoft's states of a service; the list may grow. */
const states = new Map<string, Word>([
  ['servico_habilitado', { word: 'Habilitado', tone: 'success' }],
  ['suspenso_debito', { word: 'Suspenso por débito', tone: 'warning' }],
  ['suspenso_parcialmente', { word: 'Suspenso em parte', tone: 'warning' }],
  ['suspenso_pedido_cliente', { word: 'Suspenso a pedido', tone: 'warning' }],
  ['franquia_excedida', { word: 'Franquia excedida', tone: 'warning' }],
  ['cancelado', { word: 'Cancelado', tone: 'error' }],
  ['inativo', { word: 'Inativo', tone: 'error' }],
  ['agendado_para_instalacao', { word: 'Instalação agendada' }],
  ['aguardando_instalacao', { word: 'Aguardando instalação' }],
  ['aguardando_assinatura_contrato', { word: 'Aguardando assinatura' }],
  ['aguardando_configuracao', { word: 'Aguardando configuração' }],
  ['aguardando_liberacao_ti', { word: 'Aguardando liberação' }],
  ['aguardando_migracao', { word: 'Aguardando migração' }],
])

const longestWord = 26

/** The service's state for a badge; one that we don't know as it came, cut to a badge's length. */
export function stateOf({ status, status_prefixo }: ShownServico): Word | null {
  const known = states.get(status_prefixo?.trim().toLowerCase() ?? '')
  if (known) return known
  const word = status?.trim() ?? ''
  if (!word) return null
  return { word: word.length > longestWord ? `${word.slice(0, longestWord - 1)}…` : word }
}

/** "11000 · NEXT-NV_1MBPS": what of a service its customer knows it by. */
export const planOf = ({ id_cliente_servico, nome }: ShownServico) =>
  [String(id_cliente_servico), nome?.trim()].filter(Boolean).join(' · ')

const minuteMs = 60_000

/** "12 min", "22 h", "3 dias" */
function formatDuration(ms: number): string {
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 60) return `${Math.max(1, minutes)} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} dias`
}

// A day and a month say nothing of the year.
const longAgoMs = 300 * 24 * 60 * minuteMs

/** "Conectado há 22 h", "Caiu em 15/12, 18:22"; null where RADIUS has said nothing. */
export function sayConnection(
  { ultima_conexao }: ShownServico,
  { formatWhen }: Times,
  now: Date,
): string | null {
  if (!ultima_conexao) return null
  const { conectado, desde } = ultima_conexao
  if (desde === null) return conectado ? 'Conectado' : 'Sem conexão'
  const since = new Date(desde)
  const ageMs = now.getTime() - since.getTime()
  if (conectado) return `Conectado há ${formatDuration(ageMs)}`
  return ageMs > longAgoMs ? `Caiu há ${formatDuration(ageMs)}` : `Caiu ${formatWhen(since, now)}`
}
