import type { Failure } from './customer-api.ts'

/** Why nothing was found out, and what to do: `act` is what was tried, `otherwise` what is possible without it. */
export function sayFailure({ kind, retryAfterS }: Failure, act: string, otherwise: string): string {
  switch (kind) {
    case 'session-over':
      return `Entre de novo para ${act}.`
    case 'forbidden':
      return `O HubSoft não deixa ${act}: avise o responsável pelo sistema. ${otherwise}`
    case 'limited':
      return `Muitas consultas seguidas: espere ${retryAfterS > 0 ? `${retryAfterS} s` : 'um pouco'}. ${otherwise}`
    case 'down':
      return `Não consegui ${act} agora. ${otherwise}`
  }
}
