import { useLoaded } from '../ui/use-loaded.ts'

/** Loaded with the first form: what comes after a send need not be there before it. */
export const useLaterScreens = (isWanted = true) =>
  useLoaded(
    'later-screens',
    async () => (await import('./later-screens.ts')).laterScreens,
    isWanted,
  )
