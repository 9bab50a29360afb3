import type { QueryClient } from '@tanstack/react-query'
import type { Drafts } from '../../atendimento/send/drafts.ts'
import type { FormInHandStore } from '../../atendimento/send/form-in-hand.ts'
import { newKey } from '../../atendimento/send/new-key.ts'
import { type CallNews, createCalls } from '../../host/calls.ts'
import { type Framing, openFraming } from '../../host/framing.ts'
import { callOf, type Order, type Told } from '../../host/messages.ts'
import { showTheme } from '../../host/theme.ts'
import { createCallPage } from './call-page.ts'
import { createSoil } from './soil.ts'
import { createToldSends } from './told-sends.ts'

type HostingDeps = {
  drafts: Drafts
  formInHand: FormInHandStore
  now: () => Date
  client: () => QueryClient
  /** "às 11:04" */
  formatWhen: (at: Date) => string
  onNews: (news: CallNews) => void
}

/** The page with the page around it: calls that come, and what is told back. */
export function createHosting(deps: HostingDeps) {
  const { drafts, formInHand, now, client, onNews } = deps
  let framing: Framing | null = null
  let isSessionOver = false
  const tell = (told: Told) => framing?.tell(told)
  const sends = createToldSends({ drafts, now, tell })
  const page = createCallPage({ drafts, formInHand, client, chamadaOf: sends.chamada })
  const calls = createCalls({
    page,
    answer: (filled) => tell({ type: 'atendimento:preenchido', ...filled }),
    onNews,
  })
  const soil = createSoil(drafts, (sujo) => tell({ type: 'atendimento:sujo', sujo }))

  /** To whoever has just come, or was loaded anew. */
  function tellAll() {
    const done = sends.lastDone()
    if (done) tell(done)
    soil.tellAgain()
    if (isSessionOver) tell({ type: 'atendimento:sessao-expirada' })
  }

  function obey(order: Order, origin: string) {
    switch (order.type) {
      case 'atendimento:ola':
        if (order.tema) showTheme(order.tema)
        return tellAll()
      case 'atendimento:preencher':
        return calls.take(callOf(order, origin))
      case 'atendimento:limpar':
        return calls.empty(order.id, order.chamada)
      case 'atendimento:foco':
        return formInHand.current()?.focus(order.campo)
      case 'atendimento:tema':
        return showTheme(order.tema)
      case 'atendimento:encerrar-ligacao':
        return calls.end(
          order.chamada,
          `Ligação encerrada ${deps.formatWhen(new Date(order.fim))}.`,
        )
    }
  }

  return {
    calls,
    sends,
    soil,
    /** From now on, until what is returned is called. */
    converse(origins: readonly string[]) {
      const content = document.getElementById('raiz')
      if (window.parent === window || origins.length === 0 || !content) return
      const opened = openFraming({ origins, content, nonce: newKey(), onOrder: obey })
      framing = opened
      return () => {
        framing = null
        opened.stop()
      }
    },
    noteSession(isOver: boolean) {
      if (isOver && !isSessionOver) tell({ type: 'atendimento:sessao-expirada' })
      isSessionOver = isOver
    },
  }
}

export type Hosting = ReturnType<typeof createHosting>
