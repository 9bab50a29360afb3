/** By which way a customer got the protocol (design §5). */
export const canais = ['telefone', 'whatsapp', 'email', 'presencial', 'outro'] as const

export type Canal = (typeof canais)[number]

/** Those that are noted with a click, in the words of their buttons. */
export const waysToTell = [
  ['telefone', 'por telefone'],
  ['whatsapp', 'WhatsApp'],
  ['email', 'e-mail'],
] as const satisfies [Canal, string][]
