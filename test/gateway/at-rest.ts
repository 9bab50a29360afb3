import type { HubsoftStatus } from '#src/gateway/hubsoft/outage/health.ts'

/** What metrics are made of where nothing is wrong and nothing is known to be. */
export const atRest = {
  notKnown: async () => ({ count: 0, oldest: null }),
  takesWrites: async () => 'ok' as const,
  situation: (): HubsoftStatus['situacao'] => 'no_ar',
  isMarkLost: () => false,
  now: () => new Date('2026-11-24T17:00:00Z'),
}
