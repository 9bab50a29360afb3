import type { QueryClient } from '@tanstack/react-query'
import { pageAnswers } from '../contract/page-answers.ts'
import type { Configuracao } from '../contract/page-context.ts'
import { type Fetch, fetchWhole } from '../ui/fetch-whole.ts'
import { knownByAsking } from '../ui/known-by-asking.ts'

const key = ['configuracao']
const patienceMs = 10_000
const untilAnsweredMs = 5000
// So that an outage of HubSoft is on the page before anyone types.
const afterwardsMs = 15_000

/** What the gateway last said of itself and of HubSoft; null until it has. */
export const knownConfiguracao = (client: QueryClient, fetch: Fetch) =>
  knownByAsking<Configuracao | null>(client, {
    queryKey: key,
    async queryFn() {
      const { text } = await fetchWhole(fetch, '/api/configuracao', {}, patienceMs)
      // Without an answer the last one stands.
      return pageAnswers.configuracao(text) ?? client.getQueryData<Configuracao>(key) ?? null
    },
    refetchInterval: ({ state }) => (state.data ? afterwardsMs : untilAnsweredMs),
    refetchOnWindowFocus: 'always',
  })
