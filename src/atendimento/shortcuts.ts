import type { CallKey } from '../contract/fields.ts'
import { type Chord, sendChord, useChord } from '../ui/chord.ts'

const alt = (digit: number): Chord => ({ code: `Digit${digit}`, modifier: 'Alt' })

/**
 * Every key of the page, in the order of the list of them (shortcut-words.ts). Two screens may give the same keys to
 * different things. Which keys are none of ours, and why: design A-21.
 */
export const shortcuts = {
  send: sendChord,
  'field:id_cliente_servico': alt(1),
  'field:nome': alt(2),
  'field:telefone': alt(3),
  'field:email': alt(4),
  'field:descricao': alt(5),
  'field:abrir_os': alt(6),
  'copy-protocol': alt(7),
  'look-now': alt(7),
  'copy-message': alt(8),
  'next-ticket': alt(9),
  'remove-private-data': alt(0),
} satisfies Record<`field:${CallKey}`, Chord> & Record<string, Chord>

export type ShortcutName = keyof typeof shortcuts

/**
 * What a screen offers at this moment by its keys.
 *
 * @param act undefined while it offers nothing: then the keys are the browser's
 */
export const useShortcut = (name: ShortcutName, act: (() => void) | undefined) =>
  useChord(shortcuts[name], act)
