import { QueryClientProvider } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { useDesk } from './use-desk.ts'

/** A part that asks, and so finds around it what was asked before; nothing until it may ask. */
export function withClient<Props extends object>(Part: ComponentType<Props>) {
  return function WithClient(props: Props) {
    const { client } = useDesk()
    return (
      client && (
        <QueryClientProvider client={client}>
          <Part {...props} />
        </QueryClientProvider>
      )
    )
  }
}
