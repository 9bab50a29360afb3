import { useLoaded } from '../ui/use-loaded.ts'

/**
 * The parts of the page for `AUTH_MODE=local`. Not only when a session ends: by then a gateway started
 * anew may have other files.
 */
export const useLocalSession = (isWanted: boolean) => useLoaded(load, isWanted)

const load = async () => (await import('./local-session.ts')).localSession
