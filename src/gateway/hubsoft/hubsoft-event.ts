/** What happens between us and HubSoft, told as it happens: for metrics and the log, without contents. */
export type HubsoftEvent =
  | {
      kind: 'exchange'
      route: 'token' | 'atendimento' | 'leitura'
      /** `not-started`: not a byte left. */
      result: 'answered' | 'failed' | 'not-started'
      status?: number
      durationMs: number
    }
  | { kind: 'renewal'; result: 'granted' | 'refused' | 'failed' }
  | { kind: 'breaker'; state: 'open' | 'closed' }
