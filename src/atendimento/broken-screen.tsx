import { PageCrash } from './crash/page-crash.tsx'
import { useLaterScreens } from './use-later-screens.ts'

/** In place of a screen that broke: as much of what to say as is there. */
export function BrokenScreen({ at }: { at: string }) {
  const { part } = useLaterScreens()
  return part ? <part.CrashScreen at={at} /> : <PageCrash />
}
