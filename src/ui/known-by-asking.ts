import {
  notifyManager,
  type QueryClient,
  QueryObserver,
  type QueryObserverOptions,
} from '@tanstack/react-query'
import type { Known } from './use-known.ts'

/** What is asked for as long as anybody wants to know. Not `useQuery`, which the first page would have to wait for. */
export function knownByAsking<Value>(
  client: QueryClient,
  options: QueryObserverOptions<Value>,
): Known<Value> {
  const observer = new QueryObserver<Value>(client, options)
  return {
    get: () => observer.getCurrentResult().data,
    subscribe(onChange) {
      // So that it hears of a tab that is shown again.
      client.mount()
      const stop = observer.subscribe(notifyManager.batchCalls(onChange))
      return () => {
        stop()
        client.unmount()
      }
    },
  }
}
