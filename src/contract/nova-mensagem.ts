import * as z from 'zod/mini'
import { readDescription } from './description.ts'
import { messages } from './messages.ts'
import { enviado, readWith, text, wireServiceId } from './novo-atendimento.ts'

/**
 * The body that appends to a ticket: the text by the rules of a description, and the service in whose list of
 * tickets it can be looked for, which is ours alone: HubSoft gets the text.
 *
 * @see hubsoft §6
 */
export const novaMensagem = z.strictObject({
  mensagem: z.pipe(
    text('mensagem', messages.mensagem.empty),
    readWith((typed: string) => readDescription(typed, messages.mensagem)),
  ),
  id_cliente_servico: z.optional(wireServiceId),
})

/** The same once it went out, with the ticket that it is for: as the journal keeps it and answers tell it. */
export const mensagemEnviada = z.object({
  id_atendimento: z.int(),
  mensagem: z.string(),
  id_cliente_servico: z.optional(z.int()),
})

export type MensagemEnviada = z.infer<typeof mensagemEnviada>

/** What is asked of HubSoft: a ticket by its fields, or a message for one that stands. */
export const posted = z.union([enviado, mensagemEnviada])

export type Posted = z.infer<typeof posted>

export const isMessage = (posted: Posted): posted is MensagemEnviada => 'mensagem' in posted
