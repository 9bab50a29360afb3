import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { GatewayAnswer } from '../../contract/gateway-answer.ts'
import type { Posted } from '../../contract/nova-mensagem.ts'
import type { Asked } from '../send/gateway-api.ts'
import { askAfterLoss, outcomeOf, tellOutcome } from '../send/known-outcomes.ts'
import type { TicketOutcome, Unknown } from '../send/outcome.ts'
import { traitsOf } from '../send/outcome-traits.ts'
import { readAsked, readPosted } from '../send/read-answer.ts'
import { wordsOf } from '../send/send-words.ts'
import { useDesk, useGateway } from '../send/use-desk.ts'

/** "Conferir agora": has HubSoft's list looked at. `said` is what came of it, once it has. */
export function useLookNow(chave: string) {
  const gateway = useGateway()
  const client = useQueryClient()
  const mutationKey = ['conferir', chave]
  const { mutate, data, isPending } = useMutation({
    mutationKey,
    async mutationFn() {
      const asked = await gateway.lookNow(chave)
      const outcome = readAsked(asked)
      if (asked.status === 200 && traitsOf(outcome).waitsFor !== 'gateway') {
        tellOutcome(client, chave, outcome)
      }
      return sayLooked(asked, wordsOf(outcome))
    },
  })
  return {
    isLooking: isPending,
    said: isPending ? '' : (data ?? ''),
    /** Does nothing while it looks, which the second half of a double click can't see on the page. */
    lookNow: () => client.isMutating({ mutationKey }) === 0 && mutate(),
  }
}

function sayLooked({ answer }: Asked, { done }: ReturnType<typeof wordsOf>): string {
  switch (answer?.status) {
    case undefined:
      return 'Não consigo falar com o servidor. Tente de novo.'
    case 'error':
      return answer.msg
    case 'unknown':
      return answer.conferencias.at(-1)?.lida
        ? 'Conferi agora: ainda não apareceu.'
        : `Agora não consigo confirmar pela lista do HubSoft se ${done}. ${laterOrByHand}`
    case 'pending':
    case 'success':
      // Another screen says so.
      return ''
  }
}

const laterOrByHand = 'Tente de novo em alguns minutos, ou procure você no HubSoft.'

type Resend = { posted: Posted; before: Unknown; takeBack: () => void }

/** A person's decision to send once more what may be open already (design §6). */
export function useResend(chave: string) {
  const { drafts } = useDesk()
  const gateway = useGateway()
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ posted, before }: Resend) =>
      gateway.resend(chave, posted, {
        attempt: before.attempt + 1,
        chamada: drafts.of(chave)?.about?.chamada,
      }),
    onSuccess(answer, { before, takeBack }) {
      // A gateway that broke may have sent before it did.
      const isFault = answer?.status === 'error' && answer.codigo === 'erro_interno'
      if (!answer || isFault) {
        return askAfterLoss(client, chave, isFault ? answer.id_requisicao : undefined)
      }
      const outcome = readResent(answer, before)
      if (outcome.kind === 'unknown') takeBack()
      tellOutcome(client, chave, outcome)
    },
  })
  /** @param begin called where it goes out: not for the second half of a double click */
  return (posted: Posted, begin: () => () => void) => {
    const before = outcomeOf(client, chave)
    if (before?.kind !== 'unknown') return
    const takeBack = begin()
    tellOutcome(client, chave, { kind: 'sending-again', message: before.message })
    mutate({ posted, before, takeBack })
  }
}

/** An earlier attempt may be open, whatever is said of this one: it is never just "not sent". */
function readResent(answer: GatewayAnswer, before: Unknown): TicketOutcome {
  const outcome = readPosted(answer)
  switch (outcome?.kind) {
    case 'opened':
    case 'pending':
    case 'refused':
    case 'refused-in-doubt':
    case 'refused-again':
      return outcome
    case 'unknown':
      return { ...outcome, said: answer.msg }
    default:
      return { ...before, said: answer.msg }
  }
}
