/**
 * What a message calls each field of a ticket, by its wire key, in the order of the page, which is that of
 * the call (design A-3). A field more starts here: what is kept by `WireKey` asks for its part then.
 */
export const fieldNames = {
  id_cliente_servico: 'Código do serviço',
  nome: 'Nome do solicitante',
  telefone: 'Telefone',
  email: 'E-mail',
  descricao: 'Descrição',
  abrir_os: 'Abrir ordem de serviço',
  id_tipo_atendimento: 'Tipo de atendimento',
} as const

export type WireKey = keyof typeof fieldNames

/** What a message to a ticket is called where it is written, and wherever it is told. */
export const messageName = 'Acréscimo'

/** What every call asks for; the type is chosen, and only where the operator offers some. */
export type CallKey = Exclude<WireKey, 'id_tipo_atendimento'>

/** What stands in each before anybody has written: all of them are texts but a tick. */
export const emptyTicket = {
  id_cliente_servico: '',
  nome: '',
  telefone: '',
  email: '',
  descricao: '',
  abrir_os: false,
  id_tipo_atendimento: '',
} satisfies Record<WireKey, string | boolean>

export const isWireKey = (name: string): name is WireKey => Object.hasOwn(fieldNames, name)

export const wireKeys = Object.keys(fieldNames).filter(isWireKey)

export const isCallKey = (name: string): name is CallKey =>
  isWireKey(name) && name !== 'id_tipo_atendimento'

export const callKeys = wireKeys.filter(isCallKey)
