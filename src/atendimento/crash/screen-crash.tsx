import { useLaterScreens } from '../use-later-screens.ts'
import { PageCrash } from './page-crash.tsx'

/** A screen broke: as much of what to say as is there. */
export function ScreenCrash({ at }: { at: string }) {
  const { part } = useLaterScreens()
  return part ? <part.CrashScreen at={at} /> : <PageCrash />
}
