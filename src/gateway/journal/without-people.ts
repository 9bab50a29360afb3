import type { SendState } from './ticket-row.ts'

/** What is left to say of a send once its customer is forgotten. */
export function withoutPeople(state: SendState): SendState {
  switch (state.kind) {
    case 'opened': {
      const { cliente, ...atendimento } = state.atendimento
      const forgotten = cliente && { ...cliente, nome_razaosocial: null }
      return {
        ...state,
        atendimento: { ...atendimento, descricao_abertura: null, cliente: forgotten },
      }
    }
    case 'refused':
      // HubSoft repeats there what it didn't like.
      return { ...state, sentences: [] }
    case 'sending':
    case 'received':
    case 'uncertain':
    case 'unknown':
      return state
  }
}
