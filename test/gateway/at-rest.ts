import type { Standing } from '#src/gateway/metrics.ts'

/** How a gateway stands where nothing is wrong and nothing is known to be. */
export const atRest: Standing = {
  hubsoft: () => ({ situacao: 'no_ar', desde: null }),
  database: async () => 'ok',
  isMarkLost: () => false,
  notKnown: async () => ({ count: 0, oldest: null }),
}
