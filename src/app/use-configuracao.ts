import { useQuery, useQueryClient } from '@tanstack/react-query'
import { loadPageAnswers } from '../contract/load-page-answers.ts'
import type { Configuracao } from '../contract/page-context.ts'
import { type Fetch, fetchWhole } from '../ui/fetch-whole.ts'

const key = ['configuracao']
const patienceMs = 10_000
const untilAnsweredMs = 5000
// So that an outage of HubSoft is on the page before anyone types.
const afterwardsMs = 15_000

async function readConfiguracao(fetch: Fetch): Promise<Configuracao | null> {
  const { text } = await fetchWhole(fetch, '/api/configuracao', {}, patienceMs)
  return (await loadPageAnswers()).configuracao(text)
}

/**
 * What the gateway last said of itself and of HubSoft; until it has answered, what the page came with: undefined
 * where that is nothing.
 */
export function useConfiguracao(
  fetch: Fetch,
  embedded: Configuracao | undefined,
): Configuracao | undefined {
  const client = useQueryClient()
  const last = () => client.getQueryData<Configuracao | null>(key)
  const { data } = useQuery({
    queryKey: key,
    // Without an answer the last one stands.
    queryFn: async () => (await readConfiguracao(fetch)) ?? last() ?? null,
    refetchInterval: ({ state }) => (state.data ? afterwardsMs : untilAnsweredMs),
    refetchOnWindowFocus: 'always',
  })
  return data ?? embedded
}
