import { type CallKey, fieldNames } from '../contract/fields.ts'
import { type Chord, sendChord, useChord } from '../ui/chord.ts'

type Shortcut = Chord & {
  /** What the list of keys says of it. */
  does: string
}

const alt = (digit: number, does: string): Shortcut => ({
  code: `Digit${digit}`,
  modifier: 'Alt',
  does,
})

const goTo = (digit: number, field: CallKey) => alt(digit, `Ir para ${fieldNames[field]}`)

type FieldShortcut = `field:${CallKey}`

/**
 * Every key of the page, in the order of the list of them. Two screens may give the same keys to different
 * things. Which keys are none of ours, and why: design A-21.
 */
export const shortcuts = {
  send: { ...sendChord, does: 'Abrir o atendimento' },
  'field:id_cliente_servico': goTo(1, 'id_cliente_servico'),
  'field:nome': goTo(2, 'nome'),
  'field:telefone': goTo(3, 'telefone'),
  'field:email': goTo(4, 'email'),
  'field:descricao': goTo(5, 'descricao'),
  'field:abrir_os': goTo(6, 'abrir_os'),
  'copy-protocol': alt(7, 'Copiar o protocolo'),
  'look-now': alt(7, 'Conferir agora'),
  'copy-message': alt(8, 'Copiar a mensagem para o cliente'),
  'next-ticket': alt(9, 'Abrir o próximo atendimento'),
  'remove-private-data': alt(0, 'Retirar da Descrição o CPF, cartão ou senha'),
} satisfies Record<FieldShortcut, Shortcut> & Record<string, Shortcut>

/**
 * What a screen offers at this moment by its keys.
 *
 * @param act undefined while it offers nothing: then the keys are the browser's
 */
export const useShortcut = (name: keyof typeof shortcuts, act: (() => void) | undefined) =>
  useChord(shortcuts[name], act)
