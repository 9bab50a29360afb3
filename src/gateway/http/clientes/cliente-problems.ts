import type { NotShown } from '../../clientes/look-ups.ts'
import { inSeconds, type Problem } from '../problem.ts'

const unavailable = { status: 503, codigo: 'consulta_indisponivel' } as const
const goesOn = 'Isso não impede abrir o atendimento.'
// HubSoft may name a day; reads stand still no longer.
const longestToldS = 300

/** Why HubSoft showed nothing: none of it keeps anybody from sending. */
export function whyNotShown(looked: NotShown): Problem {
  switch (looked.kind) {
    case 'no-permission': {
      const why = 'a conta da integração não tem permissão. Avise o responsável pelo sistema.'
      const msg = `Não consegui consultar o HubSoft: ${why} ${goesOn}`
      return { status: 403, codigo: 'sem_permissao', msg }
    }
    case 'too-many': {
      const waitS = Math.min(looked.waitS, longestToldS)
      const msg = `O HubSoft pediu para esperar ${inSeconds(waitS)} antes de outra consulta. ${goesOn}`
      return { status: 429, codigo: 'muitas_requisicoes', msg, waitS }
    }
    case 'account-refused': {
      const why = 'ele não aceitou a conta da integração. Avise o responsável pelo sistema.'
      return { ...unavailable, msg: `Não consegui consultar o HubSoft: ${why}` }
    }
    case 'unreadable':
      return { ...unavailable, msg: `Não consegui consultar o HubSoft agora. ${goesOn}` }
  }
}
