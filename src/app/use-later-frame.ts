import { useLoaded } from '../ui/use-loaded.ts'

/** Loaded with the page, and not only when a session ends: by then a gateway started anew may have other files. */
export const useLaterFrame = () =>
  useLoaded('later-frame', async () => (await import('./later-frame.ts')).laterFrame)
