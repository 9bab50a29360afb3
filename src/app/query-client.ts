import { QueryClient } from '@tanstack/react-query'

// By default what is asked or sent while the browser takes itself for offline goes out later by itself.
const once = { networkMode: 'always', retry: false } as const

/** Asks and sends at once, and once, whatever the browser says of the network (design A-19). */
export const createQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: once, mutations: once } })
