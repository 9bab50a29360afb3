import { PageCrash } from './crash/page-crash.tsx'
import { useLater } from './use-later.ts'

/** In place of a screen that broke: as much of what to say as is there. */
export function BrokenScreen({ at }: { at: string }) {
  const later = useLater()
  return later ? <later.screens.CrashScreen at={at} /> : <PageCrash />
}
