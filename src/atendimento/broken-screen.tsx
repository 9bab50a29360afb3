import { PageCrash } from './crash/page-crash.tsx'
import { useDesk } from './send/use-desk.ts'

/** In place of a screen that broke: as much of what to say as is there. */
export function BrokenScreen({ at }: { at: string }) {
  const { later } = useDesk()
  return later ? <later.screens.CrashScreen at={at} /> : <PageCrash />
}
