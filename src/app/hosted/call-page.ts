import type { QueryClient } from '@tanstack/react-query'
import { navigate } from 'wouter/use-browser-location'
import type { About, Draft } from '../../atendimento/send/draft.ts'
import type { Drafts } from '../../atendimento/send/drafts.ts'
import type { FormInHandStore } from '../../atendimento/send/form-in-hand.ts'
import { outcomeOf } from '../../atendimento/send/known-outcomes.ts'
import { isEditable } from '../../atendimento/send/outcome-traits.ts'
import { textOf } from '../../atendimento/send/posted.ts'
import { chaveIn, homePath, isShiftLog } from '../../atendimento/send/ticket-address.ts'
import { emptyTicket } from '../../contract/fields.ts'
import type { CallBrought, CallPage } from '../../host/calls.ts'

type CallPageDeps = {
  drafts: Drafts
  formInHand: FormInHandStore
  /** What is known of sends; another's as another attendant comes. */
  client: () => QueryClient
  /** Of a send of this tab. */
  chamadaOf: (chave: string) => string | undefined
}

/** The page as a call finds it. */
export function createCallPage({ drafts, formInHand, client, chamadaOf }: CallPageDeps): CallPage {
  const atLoad = drafts.home(chaveIn(location.pathname))

  /** The one on the screen. */
  function draft(): Draft | null {
    const chave = chaveIn(location.pathname)
    if (chave === null) return isShiftLog(location.pathname) ? null : drafts.home(null)
    const posted = outcomeOf(client(), chave)?.enviado
    return drafts.of(chave, posted && textOf(posted))
  }

  return {
    place() {
      const chave = chaveIn(location.pathname)
      if (chave === null) return isShiftLog(location.pathname) ? 'elsewhere' : 'form'
      const outcome = outcomeOf(client(), chave)
      if (outcome?.kind === 'opened' || outcome?.kind === 'not-ours') return 'elsewhere'
      if (!outcome || !isEditable(outcome)) return 'sending'
      return draft() ? 'form' : 'elsewhere'
    },
    form: formInHand.current,
    chamada() {
      const chave = chaveIn(location.pathname)
      return draft()?.about?.chamada ?? (chave === null ? undefined : chamadaOf(chave))
    },
    isRestored() {
      const { formId, restoredFrom, typedAt } = draft() ?? {}
      return formId === atLoad.formId && restoredFrom !== undefined && restoredFrom === typedAt
    },
    startAnew() {
      drafts.startAnew()
      navigate(homePath)
    },
    setAbout(call) {
      const { formId, about: before } = draft() ?? {}
      if (!formId) return
      const isOther = !call || isAnother(before?.chamada, call.chamada)
      // What was added to a ticket was the former customer's.
      if (isOther) drafts.appendTo(formId, null)
      drafts.setAbout(formId, call ? joined(isOther ? undefined : before, call) : undefined)
    },
  }
}

const isAnother = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && one !== other

/** What one call brings in two parts is one call's. */
const joined = (before: About | undefined, { chamada, brought }: CallBrought): About => ({
  chamada: chamada ?? before?.chamada,
  brought: { ...emptyTicket, ...before?.brought, ...brought },
})
