import * as z from 'zod/mini'
import type { SendState } from './ticket-row.ts'

/** What HubSoft's answer to a send says of people. */
export const saidOfPeople = z.object({
  descricao_abertura: z.nullable(z.string()),
  nome_razaosocial: z.nullable(z.string()),
  // HubSoft repeats there what it didn't like.
  sentences: z.array(z.string()),
})

type SaidOfPeople = z.infer<typeof saidOfPeople>

const nothing: SaidOfPeople = { descricao_abertura: null, nome_razaosocial: null, sentences: [] }

/** A state without what is said of people, and that; `restore` is the way back. */
export function redact(state: SendState): { state: SendState; said: SaidOfPeople } {
  switch (state.kind) {
    case 'opened': {
      const { descricao_abertura, cliente } = state.atendimento
      const nome_razaosocial = cliente?.nome_razaosocial ?? null
      const said = { ...nothing, descricao_abertura, nome_razaosocial }
      return { state: restore(state, nothing), said }
    }
    case 'refused':
      return { state: restore(state, nothing), said: { ...nothing, sentences: state.sentences } }
    case 'uncertain': {
      const sentences = state.refusal?.sentences ?? []
      return { state: restore(state, nothing), said: { ...nothing, sentences } }
    }
    case 'sending':
    case 'not-sent':
    case 'unknown':
      return { state, said: nothing }
  }
}

export function restore(state: SendState, said: SaidOfPeople): SendState {
  switch (state.kind) {
    case 'opened': {
      const { descricao_abertura, nome_razaosocial } = said
      const { atendimento } = state
      const cliente = atendimento.cliente && { ...atendimento.cliente, nome_razaosocial }
      return { ...state, atendimento: { ...atendimento, descricao_abertura, cliente } }
    }
    case 'refused':
      return { ...state, sentences: said.sentences }
    case 'uncertain': {
      const { refusal } = state
      return refusal ? { ...state, refusal: { ...refusal, sentences: said.sentences } } : state
    }
    case 'sending':
    case 'not-sent':
    case 'unknown':
      return state
  }
}
