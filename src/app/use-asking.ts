import { useMemo } from 'react'
import type { AskingDeps } from '../atendimento/send/asking.ts'
import type { SessionEnd } from '../atendimento/send/gateway-api.ts'
import type { Fetch } from '../ui/fetch-whole.ts'
import type { Later } from './later.ts'

type Asker = Pick<AskingDeps, 'drafts'> & {
  fetch: Fetch
  usuario: string | undefined
  onEnd: (end: SessionEnd) => void
  client: AskingDeps['client'] | undefined
}

/** What asks the gateway in this attendant's name, once it has come. */
export function useAsking(later: Later | undefined, asker: Asker) {
  const { fetch, usuario, onEnd, client, drafts } = asker
  const gateway = useMemo(
    () => later?.createGatewayApi(fetch, { usuario, onEnd }),
    [later, fetch, usuario, onEnd],
  )
  const asking = useMemo(
    () => gateway && client && later?.createAsking({ client, gateway, drafts }),
    [later, gateway, client, drafts],
  )
  return { gateway, client, asking }
}
