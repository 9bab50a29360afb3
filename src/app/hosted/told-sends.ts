import type { QueryClient } from '@tanstack/react-query'
import type { Drafts } from '../../atendimento/send/drafts.ts'
import { keys, outcomeOf } from '../../atendimento/send/known-outcomes.ts'
import type { Opened, OutcomeKind, TicketOutcome } from '../../atendimento/send/outcome.ts'
import type { SentToday } from '../../atendimento/shift-log/use-sent-today.ts'
import { referenceOf } from '../../contract/reference.ts'
import type { Told } from '../../host/messages.ts'

type ToldSend = Extract<Told, { ref: string }>

/** Of a send of this tab: what was told of it last, and the call that it is about. */
type Followed = {
  told: ToldSend | null
  readonly chamada: string | undefined
  /** It was added to a ticket, and opened none. */
  readonly isAdded: boolean
}

/** Why there is no ticket of it; what may yet become one is `incerto`. */
const refusals: Partial<Record<OutcomeKind, string>> = {
  refused: 'recusado-pelo-hubsoft',
  'not-sent': 'nao-enviado',
  'never-arrived': 'nao-enviado',
  rejected: 'nao-aceito',
  'key-spent': 'nao-aceito',
  'session-over': 'sessao-expirada',
}

/** Turned away at our own door: the page goes back to the form by itself, and nobody has finished anything. */
const turnedAway = ['nao-aceito', 'sessao-expirada']

function toldOf(chave: string, outcome: TicketOutcome, followed: Followed, now: Date): ToldSend {
  const ref = referenceOf(chave)
  if (outcome.kind === 'opened') {
    const call = followed.chamada === undefined ? {} : { chamada: followed.chamada }
    return followed.isAdded ? addedAs(ref, outcome, call) : openedAs(ref, outcome, call)
  }
  const motivo = refusals[outcome.kind]
  if (motivo) return { type: 'atendimento:recusado', motivo, ref }
  return { type: 'atendimento:incerto', ref, desde: (outcome.sentAt ?? now).toISOString() }
}

/** Listed one by one: nothing else of a ticket leaves the page. */
function openedAs(ref: string, { atendimento, enviado }: Opened, call: { chamada?: string }) {
  return {
    type: 'atendimento:aberto' as const,
    protocolo: atendimento.protocolo,
    id_atendimento: atendimento.id_atendimento,
    id_cliente_servico: enviado?.id_cliente_servico ?? null,
    os: atendimento.ordens_servico.map(({ numero_ordem_servico: numero, status }) => ({
      numero,
      status,
    })),
    pediu_os: enviado?.abrir_os ?? null,
    ...call,
    ref,
  }
}

function addedAs(ref: string, { atendimento }: Opened, call: { chamada?: string }) {
  const { protocolo, id_atendimento } = atendimento
  return { type: 'atendimento:acrescentado' as const, protocolo, id_atendimento, ...call, ref }
}

const isDone = (told: ToldSend | null) =>
  told?.type === 'atendimento:aberto' || told?.type === 'atendimento:acrescentado'

type ToldSendsDeps = {
  drafts: Drafts
  now: () => Date
  tell: (told: ToldSend) => void
}

/** What becomes of the sends of this tab, told as it is known: each word once. */
export function createToldSends({ drafts, now, tell }: ToldSendsDeps) {
  const sends = new Map<string, Followed>()
  for (const { chave } of drafts.sent('open')) follow(chave)

  function follow(chave: string): Followed | undefined {
    const known = sends.get(chave)
    const draft = drafts.of(chave)
    if (known || !draft?.sent) return known
    const { about, appendsTo } = draft
    const isAdded = appendsTo !== undefined
    const followed: Followed = { told: null, chamada: about?.chamada, isAdded }
    sends.set(chave, followed)
    return followed
  }

  function hear(chave: string, outcome: TicketOutcome) {
    const followed = follow(chave)
    // Opened stays opened, whatever an older answer says.
    if (!followed || isDone(followed.told)) return
    if (outcome.kind === 'sending') followed.told = null
    if (['sending', 'sending-again', 'not-ours'].includes(outcome.kind)) return
    const told = toldOf(chave, outcome, followed, now())
    if (told.type === followed.told?.type) return
    followed.told = told
    // The latest is the last.
    sends.delete(chave)
    sends.set(chave, followed)
    tell(told)
  }

  return {
    /** From now on, until what is returned is called. */
    watch: (client: QueryClient) =>
      client.getQueryCache().subscribe(({ query: { queryKey, state }, type }) => {
        if (type !== 'updated' || state.data === undefined) return
        const [room, chave] = queryKey
        if (room === keys.all[0] && typeof chave === 'string') {
          const outcome = outcomeOf(client, chave)
          if (outcome) hear(chave, outcome)
        } else if (room === keys.sentToday[0]) {
          // Whoever went on to the next customer hears of it here.
          const listed = client.getQueryData<SentToday>(keys.sentToday)?.sends ?? []
          for (const { chave, outcome } of listed)
            if (outcome.kind === 'opened') hear(chave, outcome)
        }
      }),
    /** Which call a send is about. */
    chamada: (chave: string) => sends.get(chave)?.chamada,
    /** The last that came to a ticket: to a page that may not have heard of it. */
    lastDone: () => [...sends.values()].map(({ told }) => told).findLast(isDone),
    /** Its screen is left. */
    leave(chave: string) {
      const told = sends.get(chave)?.told
      const isByItself = told?.type === 'atendimento:recusado' && turnedAway.includes(told.motivo)
      if (told && !isByItself) tell({ type: 'atendimento:fechado', ref: told.ref })
    },
  }
}
