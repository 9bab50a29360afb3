import { newTicket } from '../../gateway/running.ts'

/** By its place HubSoft knows it again, whichever way it comes. */
export const ticketAt = (place: number) => ({
  ...newTicket,
  id_cliente_servico: 11_002,
  descricao: `Chamada ${place}: sem acesso desde segunda-feira, luz vermelha no equipamento.`,
})

/** Null for what is none of these tickets. */
export function placeIn(body: string): number | null {
  const [, place] = /"Chamada (\d+):/.exec(body) ?? []
  return place === undefined ? null : Number(place)
}

/** How long HubSoft takes for it: `middleMs`, a third of it more or less. */
export const answerMs = (place: number, middleMs: number) => (middleMs * (2 + 2 * share(place))) / 3

/** When each begins, in ms: so many a second as callers come, who know nothing of each other. */
export function arrivals(perSecond: number, seconds: number, seed: number): number[] {
  const all: number[] = []
  let atMs = 0
  for (let place = 0; atMs < seconds * 1000; place += 1) {
    all.push(atMs)
    atMs += (-Math.log(1 - share(seed + place)) * 1000) / perSecond
  }
  return all
}

/** From 0 to 1, the same for the same number, and as if it were drawn (mulberry32). */
function share(number: number): number {
  const state = Math.imul(number + 1, 0x6d2b79f5)
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
}
