import type { Configuracao } from '../contract/page-context.ts'
import { askSession, firstStanding, type Standing } from '../sessao/ask-session.ts'
import type { Fetch } from '../ui/fetch-whole.ts'
import type { Later } from './later.ts'

/** What the page asks for once it can be written in: all of it at once, and each once. */
export function createStart(fetch: Fetch, embedded: Configuracao | undefined) {
  let session: Promise<Standing> | undefined
  let later: Promise<Later> | undefined
  /** Not with what comes later: what is typed is kept only for somebody. */
  function loadSession() {
    session ??= askSession(fetch).then(firstStanding)
    return session
  }
  async function createLater() {
    const session = loadSession()
    return (await import('./later.ts')).createLater({ fetch, embedded, session })
  }
  return {
    loadSession,
    /** Not only when it is needed: by then a gateway started anew may have other files. */
    loadLater() {
      later ??= createLater()
      return later
    },
  }
}
