import { QueryClientProvider } from '@tanstack/react-query'
import { type PropsWithChildren, useState } from 'react'
import { createQueryClient } from '#src/app/query-client.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import { createFormInHand } from '#src/atendimento/send/form-in-hand.ts'
import { type Desk, DeskContext } from '#src/atendimento/send/use-desk.ts'
import { silentGateway } from './gateway-over.ts'

/** What every screen finds around it, for one that is shown alone; `desk` differs from the usual. */
export function AtDesk({ children, ...desk }: PropsWithChildren<Partial<Desk>>) {
  const [client] = useState(createQueryClient)
  const [usual] = useState(
    (): Desk => ({
      gateway: silentGateway,
      client,
      asking: undefined,
      fetch: () => Promise.reject(new TypeError('fetch failed')),
      onEnd() {},
      isSessionOver: false,
      drafts: createDrafts({
        openStore: () => sessionStorage,
        newKey: () => crypto.randomUUID(),
        now: () => new Date(),
        holdKey: async () => true,
      }),
      now: () => new Date(),
      sessao: null,
      configuracao: undefined,
      formInHand: createFormInHand(),
      isLaterMissing: false,
    }),
  )
  return (
    <QueryClientProvider client={client}>
      <DeskContext value={{ ...usual, ...desk }}>{children}</DeskContext>
    </QueryClientProvider>
  )
}
