import type { Destination } from '../../config/destination.ts'
import { type Account, signInWith } from '../../hubsoft/account/sign-in.ts'
import type { HubsoftAnswer } from '../../hubsoft/answer.ts'
import { searchFor } from '../../hubsoft/find-clientes.ts'
import { listingOf } from '../../hubsoft/listing.ts'
import type { Question } from '../../hubsoft/question.ts'
import type { FoundClientes } from '../../hubsoft/reading/read-clientes.ts'
import { readListing } from '../../hubsoft/reading/read-listing.ts'
import { readOutcome } from '../../hubsoft/reading/read-outcome.ts'
import { type TicketTypes, ticketTypes } from '../../hubsoft/ticket-types.ts'
import { type Answered, createConnection } from '../../hubsoft/wire/connection.ts'
import { type Finding, fault, ok } from '../finding.ts'
import { checkDestination } from './check-destination.ts'
import { describeList, formOfNone } from './describe-list.ts'
import type { Opened } from './describe-references.ts'
import { type Asked, whyNoToken, whyTurnedAway, whyUnreachable } from './why-not.ts'

// The largest id that fits HubSoft's column: whether there may be a look is asked, and nobody looked at.
const nobodysService = 2_147_483_647

/** A real service whose list is to tell what HubSoft is like, and the tickets of which we know there. */
type Sample = { serviceId: number; opened: Opened[] }

type Target = Asked & {
  account: Account
  destination: Destination
  ca?: string | undefined
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
    yield judgeTypes(read, target)
    if (!read.said) return
    yield* checkDestination(target.destination, {
      host: target.url.host,
      types: read.said,
      ask: (question) => ask(question, token),
      whySilent: () => whyUnreachable(code, target),
    })

    const listed = await ask(listingOf(nobodysService, readNobodys), token)
    if (!listed) return yield fault(whyUnreachable(code, target))
    const listing = judgeListing(listed, target)
    yield listing
    if (!listing.isOk) return

    const service = target.sample?.serviceId ?? nobodysService
    const found = await ask(searchFor({ by: 'id_cliente_servico', term: String(service) }), token)
    if (!found) return yield fault(whyUnreachable(code, target))
    yield judgeLookUp(found, target)
    if (!target.sample) return

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

const whole = (answer: HubsoftAnswer) => answer

const readNobodys = (answer: HubsoftAnswer) =>
  readListing(answer, {
    serviceId: nobodysService,
    reference: 'REF 0000-0000',
    description: null,
    sentAt: new Date(),
  })

function judgeTypes({ answer, said }: Answered<TicketTypes | null>, { url }: Target): Finding {
  if (said) return ok(`leitura: ${said.tipos_atendimento.length} tipos de atendimento`)
  return fault(
    whyTurnedAway(answer, 'ler os tipos de atendimento') ??
      `formato: ${url.host} não deu a lista de tipos de atendimento como o manual a descreve (HTTP ${answer.status}): confira a versão com quem cuida do HubSoft.`,
  )
}

/** Tickets are opened without it; who is calling is what nobody sees then. */
function judgeLookUp({ answer, said }: Answered<FoundClientes | null>, { url }: Target): Finding {
  if (said?.isDeclined) {
    return ok(
      'consulta: a conta pode procurar clientes, mas este HubSoft não procura pelo código do serviço; a página acha o cliente pelos atendimentos dele',
    )
  }
  if (said) return ok('consulta: a conta pode procurar clientes')
  return fault(
    whyTurnedAway(answer, 'consultar clientes') ??
      `formato: ${url.host} não respondeu à procura de um cliente pelo código do serviço como o manual a descreve (HTTP ${answer.status}): a página abre atendimentos, mas não mostra quem está ligando.`,
  )
}

/** Of a service that isn't there HubSoft lists nothing, or says so readably: either way it may be asked. */
function judgeListing({ answer, said }: Answered<object | null>, { url }: Target): Finding {
  const why = whyTurnedAway(answer, 'listar os atendimentos de um serviço')
  if (why) return fault(why)
  if (said || readOutcome(answer).kind === 'refused') {
    return ok('conferência: a conta pode listar os atendimentos de um serviço')
  }
  return fault(
    `formato: ${url.host} não deu a lista de atendimentos como o manual a descreve (HTTP ${answer.status}): confira a versão com quem cuida do HubSoft.`,
  )
}
