import { type CallKey, fieldNames } from '../contract/fields.ts'
import { type ShortcutName, shortcuts } from './shortcuts.ts'

const goTo = (field: CallKey) => `Ir para ${fieldNames[field]}`

/** What the list of keys says of each. */
const words: Record<ShortcutName, string> = {
  send: 'Abrir o atendimento',
  'field:id_cliente_servico': goTo('id_cliente_servico'),
  'field:nome': goTo('nome'),
  'field:telefone': goTo('telefone'),
  'field:email': goTo('email'),
  'field:descricao': goTo('descricao'),
  'field:abrir_os': goTo('abrir_os'),
  'copy-protocol': 'Copiar o protocolo',
  'look-now': 'Conferir agora',
  'copy-message': 'Copiar a mensagem para o cliente',
  'next-ticket': 'Abrir o próximo atendimento',
  'remove-private-data': 'Retirar da Descrição o CPF, cartão ou senha',
}

const isShortcut = (name: string): name is ShortcutName => Object.hasOwn(shortcuts, name)

/** Every key with what it does, in their order. */
export const listedShortcuts = Object.keys(shortcuts)
  .filter(isShortcut)
  .map((name) => ({ chord: shortcuts[name], does: words[name] }))
