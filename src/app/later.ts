import type { QueryClient } from '@tanstack/react-query'
import { laterForm } from '../atendimento/form/later-form.ts'
import { laterScreens } from '../atendimento/later-screens.ts'
import { createAsking } from '../atendimento/send/asking.ts'
import { createGatewayApi } from '../atendimento/send/gateway-api.ts'
import { askOn } from '../atendimento/send/known-outcomes.ts'
import { useDesk } from '../atendimento/send/use-desk.ts'
import { withClient } from '../atendimento/send/with-client.tsx'
import { createCallerParts } from '../cliente/caller-parts.ts'
import type { Configuracao } from '../contract/page-context.ts'
import type { Standing } from '../sessao/ask-session.ts'
import { createSession } from '../sessao/session.ts'
import { createSessionApi } from '../sessao/session-api.ts'
import type { Fetch } from '../ui/fetch-whole.ts'
import { WholeClicks } from '../ui/whole-clicks.ts'
import { FormerDraft } from './former-draft.tsx'
import { HiddenText } from './hidden-text.tsx'
import { knownConfiguracao } from './known-configuracao.ts'
import { Outages } from './outages.tsx'
import { createQueryClient } from './query-client.ts'
import { SessionEnd } from './session-end.tsx'

type LaterDeps = {
  fetch: Fetch
  embedded: Configuracao | undefined
  /** Who is signed in, as was asked already. */
  session: Promise<Standing>
}

const { Search, Card } = createCallerParts(useDesk)
const caller = { Search: withClient(Search), Card: withClient(Card) }

/** Whatever an empty form can be written in without, and all that asks: one file, for which the page asks as soon as it can be. */
export function createLater({ fetch, embedded, session }: LaterDeps) {
  const client = createQueryClient()
  const configuracao = knownConfiguracao(client, fetch)
  let own = { attendant: 0, client: createQueryClient() }
  const isLocal = () => (configuracao.get() ?? embedded)?.modo === 'local'
  return {
    form: laterForm,
    screens: laterScreens,
    caller,
    frame: { Outages, SessionEnd, HiddenText, FormerDraft, WholeClicks },
    configuracao,
    session: createSession({ client, fetch, first: session, isLocal }),
    sessions: createSessionApi(fetch),
    createGatewayApi,
    createAsking,
    /** What became of sends, and who called: of one attendant, and no other inherits it (design ). */
    clientOf(attendant: number): QueryClient {
      if (own.attendant !== attendant) own = { attendant, client: createQueryClient() }
      return own.client
    },
    askOn,
  }
}

export type Later = ReturnType<typeof createLater>
