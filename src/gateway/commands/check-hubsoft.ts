import * as z from 'zod/mini'
import { readJson } from '../../contract/read-json.ts'
import type { HubsoftAnswer } from '../hubsoft/answer.ts'
import { type Answered, createConnection } from '../hubsoft/connection.ts'
import type { Question } from '../hubsoft/question.ts'
import { listingOf, readListing } from '../hubsoft/read-listing.ts'
import { readOutcome } from '../hubsoft/read-outcome.ts'
import { type Account, signInWith } from '../hubsoft/sign-in.ts'
import { type TicketTypes, ticketTypes } from '../hubsoft/ticket-types.ts'
import { describeList, type Finding, fault, formOfNone, type Opened, ok } from './describe-list.ts'

// The largest id that fits HubSoft's column: whether there may be a look is asked, and nobody looked at.
const nobodysService = 2_147_483_647

/** A real service whose list is to tell what HubSoft is like, and the tickets of which we know there. */
type Sample = { serviceId: number; opened: Opened[] }

type Target = {
  url: URL
  account: Account
  ca?: string | undefined
  timeoutMs: number
  sample?: Sample | undefined
}

/**
 * Tries address, account and permission against HubSoft, with reads only; ends at the first fault. It asks
 * what the running gateway asks.
 */
export async function* checkHubsoft(target: Target): AsyncGenerator<Finding> {
  let code = ''
  const connection = createConnection(target.url, target.ca, (_path, given) => {
    code = given
  })
  const ask = <Said>(question: Question<Said>, token: string | null) =>
    connection.exchange({ ...question, token, signal: AbortSignal.timeout(target.timeoutMs) })
  try {
    const signedIn = await ask(signInWith(target.account), null)
    if (!signedIn) return yield fault(whyUnreachable(code, target))
    yield ok(`endereço: ${target.url.host} respondeu`)

    if (!signedIn.said) return yield fault(whyNoToken(signedIn.answer, target))
    yield ok('conta: o HubSoft aceitou a conta da integração')

    const token = signedIn.said.access_token
    const read = await ask(ticketTypes, token)
    if (!read) return yield fault(whyUnreachable(code, target))
    const types = judgeTypes(read, target)
    yield types
    if (!types.isOk) return

    const listed = await ask(listingOf(nobodysService, readNobodys), token)
    if (!listed) return yield fault(whyUnreachable(code, target))
    const listing = judgeListing(listed, target)
    yield listing
    if (!target.sample || !listing.isOk) return

    const none = formOfNone(listed.answer)
    if (none) yield ok(`lista vazia: o HubSoft a diz ${none}`)
    const { serviceId, opened } = target.sample
    const sampled = await ask(listingOf(serviceId, whole), token)
    if (!sampled) return yield fault(whyUnreachable(code, target))
    yield* describeList(sampled.said, serviceId, opened, new Date())
  } finally {
    await connection.close()
  }
}

const unknownAuthority =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY|GET)_\w+|CERT_UNTRUSTED)$/

function whyUnreachable(code: string, { url, timeoutMs }: Target): string {
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

const whole = (answer: HubsoftAnswer) => answer

const readNobodys = (answer: HubsoftAnswer) =>
  readListing(answer, {
    serviceId: nobodysService,
    reference: 'REF 0000-0000',
    description: null,
    sentAt: new Date(),
  })

const oauthError = z.object({ error: z.string() })

function whyNoToken(answer: HubsoftAnswer, target: Target): string {
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

function judgeTypes({ answer, said }: Answered<TicketTypes | null>, { url }: Target): Finding {
  if (said) return ok(`leitura: ${said.tipos_atendimento.length} tipos de atendimento`)
  return fault(
    whyTurnedAway(answer, 'ler os tipos de atendimento') ??
      `formato: ${url.host} não deu a lista de tipos de atendimento como o manual a descreve (HTTP ${answer.status}): confira a versão com quem cuida do HubSoft.`,
  )
}

/** Of a service that isn't there HubSoft lists nothing, or says so readably: either way it may be asked. */
function judgeListing({ answer, said }: Answered<unknown[] | null>, { url }: Target): Finding {
  const why = whyTurnedAway(answer, 'listar os atendimentos de um serviço')
  if (why) return fault(why)
  if (said || readOutcome(answer).kind === 'refused') {
    return ok('conferência: a conta pode listar os atendimentos de um serviço')
  }
  return fault(
    `formato: ${url.host} não deu a lista de atendimentos como o manual a descreve (HTTP ${answer.status}): confira a versão com quem cuida do HubSoft.`,
  )
}

function whyTurnedAway(answer: HubsoftAnswer, wanted: string): string | null {
  if (answer.status === 401) {
    return 'permissão: o HubSoft não aceitou o acesso que acabou de dar (HTTP 401): peça a quem cuida do HubSoft que confira o usuário da API.'
  }
  if (answer.status === 403) {
    return `permissão: a conta da integração não pode ${wanted} (HTTP 403): peça a permissão a quem cuida do HubSoft.`
  }
  return whyBusy(answer)
}
