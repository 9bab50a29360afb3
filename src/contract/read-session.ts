import { modos } from './modos.ts'
import { objectIn } from './object-in.ts'
import type { Sessao } from './page-context.ts'

/** Who is signed in, or in which words nobody is; null where the gateway says neither. */
type ReadSession = { kind: 'signed-in'; sessao: Sessao } | { kind: 'signed-out'; msg: string }

/**
 * Reads the gateway's answer about the session. By hand: the schemas come after the form, or don't, and
 * whose text is in it has to be known all the same.
 */
export function readSession(text: string): ReadSession | null {
  const { atendente, modo, demo, status, codigo, msg } = objectIn(text)
  const { nome, usuario }: Record<string, unknown> = Object(atendente)
  const known = modos.find((one) => one === modo)
  if (
    typeof nome === 'string' &&
    typeof usuario === 'string' &&
    known &&
    typeof demo === 'boolean'
  ) {
    return { kind: 'signed-in', sessao: { atendente: { nome, usuario }, modo: known, demo } }
  }
  const isOver = status === 'error' && codigo === 'sessao_expirada'
  return isOver && typeof msg === 'string' ? { kind: 'signed-out', msg } : null
}
