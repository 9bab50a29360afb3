export const homePath = '/'

/** A send's own address (design §5): reloading it asks what came of the send. */
export const addressOf = (chave: string) => `/atendimentos/${chave}`

/** What this attendant sent today. */
export const shiftLogPath = '/atendimentos'

export const isShiftLog = (path: string) => path.replace(/\/$/, '') === shiftLogPath

/** The form from which a screen was opened, by the history's state of that; by default the empty one. */
export const formBehind = (state: unknown): string =>
  typeof state === 'string' && chaveIn(state) !== null ? state : homePath

const sendPath = /^\/atendimentos\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/?$/i

/** The key of the send that a path names; null where it names none, or what can't be one. */
export function chaveIn(path: string): string | null {
  return sendPath.exec(path)?.[1]?.toLowerCase() ?? null
}
