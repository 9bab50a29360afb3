/** By which way a customer got the protocol (design §5). */
export const canais = ['telefone', 'whatsapp', 'email', 'presencial', 'outro'] as const

export type Canal = (typeof canais)[number]
