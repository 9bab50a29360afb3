import * as z from 'zod/mini'
import { readJson } from '../../../contract/read-json.ts'
import type { HubsoftAnswer } from '../../hubsoft/answer.ts'

/** Who was asked, and how long they had. */
export type Asked = { url: URL; timeoutMs: number }

const unknownAuthority =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET)_\w+|CERT_UNTRUSTED)$/

export function whyUnreachable(code: string, { url, timeoutMs }: Asked): string {
  const { host, hostname } = url
  if (/^(ENOTFOUND|EAI_\w+|ENODATA)$/.test(code)) {
    return `DNS: o nome ${hostname} não foi encontrado (${code}): confira HUBSOFT_URL e o DNS deste servidor.`
  }
  if (unknownAuthority.test(code)) {
    return `TLS: o certificado de ${host} não é de uma autoridade que este servidor conhece (${code}): ponha em HUBSOFT_CA_FILE o caminho do certificado dela, em PEM.`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `TLS: o certificado de ${host} é de outro nome: confira o nome em HUBSOFT_URL.`
  }
  if (/^CERT_/.test(code)) {
    return `TLS: o certificado de ${host} não está valendo (${code}): confira o relógio deste servidor e peça a renovação a quem cuida do HubSoft.`
  }
  if (/^(EPROTO|ERR_SSL_\w+|ERR_TLS_\w+)$/.test(code)) {
    return `TLS: em ${host} ninguém fala TLS como este servidor espera (${code}): confira https:// e a porta em HUBSOFT_URL.`
  }
  if (code === 'TimeoutError') {
    return `resposta: ${host} não respondeu em ${timeoutMs} ms: confira se o HubSoft está no ar e o firewall.`
  }
  if (/^(ECONNREFUSED|E\w+UNREACH|ETIMEDOUT)$/.test(code)) {
    return `conexão: ${host} não aceita conexões (${code}): confira a porta em HUBSOFT_URL, o firewall e se o HubSoft está no ar.`
  }
  return `conexão: ${host} cortou a conversa (${code}): confira a porta em HUBSOFT_URL e se o HubSoft está no ar.`
}

const oauthError = z.object({ error: z.string() })

export function whyNoToken(answer: HubsoftAnswer, target: Asked): string {
  const error = [400, 401].includes(answer.status)
    ? readJson(oauthError, answer.text)?.error
    : undefined
  if (error === 'invalid_client') {
    return 'conta: o HubSoft recusou o cliente da API: confira HUBSOFT_CLIENT_ID e HUBSOFT_CLIENT_SECRET.'
  }
  if (error !== undefined) {
    return 'conta: o HubSoft recusou o usuário ou a senha da API: confira HUBSOFT_USERNAME e HUBSOFT_PASSWORD.'
  }
  const { host, pathname } = target.url
  return (
    whyBusy(answer) ??
    `endereço: quem respondeu em ${host}${pathname} não é a API do HubSoft (HTTP ${answer.status}): confira o nome e o caminho em HUBSOFT_URL.`
  )
}

function whyBusy({ status }: HubsoftAnswer): string | null {
  if (status === 429)
    return 'resposta: o HubSoft pediu para esperar (HTTP 429): rode de novo em um minuto.'
  if (status < 500) return null
  return `resposta: o HubSoft está fora do ar ou em manutenção (HTTP ${status}): rode de novo mais tarde.`
}

export function whyTurnedAway(answer: HubsoftAnswer, wanted: string): string | null {
  if (answer.status === 401) {
    return 'permissão: o HubSoft não aceitou o acesso que acabou de dar (HTTP 401): peça a quem cuida do HubSoft que confira o usuário da API.'
  }
  if (answer.status === 403) {
    return `permissão: a conta da integração não pode ${wanted} (HTTP 403): peça a permissão a quem cuida do HubSoft.`
  }
  return whyBusy(answer)
}
