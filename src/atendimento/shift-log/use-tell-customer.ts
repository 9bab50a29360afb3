import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Canal } from '../../contract/canais.ts'
import { keys, tellOutcome } from '../send/known-outcomes.ts'
import type { Opened } from '../send/outcome.ts'
import { readAsked } from '../send/read-answer.ts'
import { useGateway } from '../send/use-desk.ts'
import type { SentToday } from './use-sent-today.ts'

/** What the gateway has noted stands wherever this send is shown, whatever was asked before. */
function takeIn(client: QueryClient, chave: string, outcome: Opened) {
  tellOutcome(client, chave, outcome)
  void client.cancelQueries({ queryKey: keys.sentToday })
  client.setQueryData<SentToday>(
    keys.sentToday,
    (today) =>
      today && {
        ...today,
        sends: today.sends.map((send) => (send.chave === chave ? { chave, outcome } : send)),
      },
  )
}

/** It may have been noted all the same: only asking can tell. */
function askAgain(client: QueryClient, chave: string) {
  void client.refetchQueries({ queryKey: keys.outcome(chave), type: 'active' })
  void client.refetchQueries({ queryKey: keys.sentToday, type: 'active' })
}

/**
 * Notes by which way the customer got a send's protocol. Nothing is shown as noted before the gateway has said
 * so: `told` is what it last said.
 */
export function useTellCustomer(chave: string, told: Opened['told']) {
  const gateway = useGateway()
  const client = useQueryClient()
  const { mutate, data, variables, isPending } = useMutation({
    // One after the other, or the last answer need not be about the last click.
    scope: { id: `informado ${chave}` },
    async mutationFn(canal: Canal | null) {
      const outcome = readAsked(await gateway.tellCustomer(chave, canal))
      if (outcome.kind !== 'opened') return false
      takeIn(client, chave, outcome)
      return true
    },
    onSuccess(isNoted) {
      if (!isNoted) askAgain(client, chave)
    },
  })
  const isAsWanted = variables === (told?.by ?? null)
  return {
    note: (canal: Canal | null) => mutate(canal),
    /** The last click came to nothing. */
    hasFailed: !isPending && data === false && !isAsWanted,
  }
}
