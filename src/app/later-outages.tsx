import { useLoaded } from '../ui/use-loaded.ts'
import type { OutagesProps } from './outages.tsx'

/** What is said of an outage, in a file of its own: without one nothing of it is on the page. */
export function LaterOutages(props: OutagesProps) {
  const { part } = useLoaded('outages', () => import('./outages.tsx'))
  return part && <part.Outages {...props} />
}
