import { useLaterScreens } from '../use-later-screens.ts'
import type { CrashScreenProps } from './crash-screen.tsx'
import { PageCrash } from './page-crash.tsx'

/** A screen broke: as much of what to say as is there. */
export function ScreenCrash(props: CrashScreenProps) {
  const { part } = useLaterScreens()
  return part ? <part.CrashScreen {...props} /> : <PageCrash />
}
