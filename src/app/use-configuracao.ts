import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { GatewayApi } from '../atendimento/send/gateway-api.ts'
import type { Configuracao } from '../contract/page-context.ts'

const key = ['configuracao']
const untilAnsweredMs = 5000
// So that an outage of HubSoft is on the page before anyone types.
const afterwardsMs = 15_000

/** What the gateway last said of itself and of HubSoft; undefined until it has answered. */
export function useConfiguracao(gateway: GatewayApi): Configuracao | undefined {
  const client = useQueryClient()
  const last = () => client.getQueryData<Configuracao | null>(key)
  const { data } = useQuery({
    queryKey: key,
    // Without an answer the last one stands.
    queryFn: async () => (await gateway.readConfiguracao()) ?? last() ?? null,
    refetchInterval: ({ state }) => (state.data ? afterwardsMs : untilAnsweredMs),
    refetchOnWindowFocus: 'always',
    networkMode: 'always',
    retry: false,
  })
  return data ?? undefined
}
