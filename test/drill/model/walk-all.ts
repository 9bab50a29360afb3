import { inBatches } from '../in-batches.ts'
import { type Sends, type Walked, walk } from './walk.ts'
import { type Step, walks } from './walk-steps.ts'
import type { Files } from './witnessed-file.ts'

type AllWalked = {
  seconds: number
  /** How often each thing was met. */
  met: Map<string, number>
  /** Each promise that was broken, with the walk that did it. */
  broken: { place: number; sends: Sends; promises: string[]; steps: Step[] }[]
}

const lanes = 12

/** What a hundred walks come to, on a busy machine too. */
export const usual = [
  'told success',
  'told pending',
  'told unknown',
  'told nao_enviado',
  'told recusado_pelo_hubsoft',
  'told chave_desconhecida',
  'told chave_reutilizada',
  'told chave_de_outro_atendente',
  'ends opened',
  'ends refused',
  'ends unknown',
  'restart',
  'a message ends opened',
  'a message ends refused',
  'a message ends unknown',
]
export const rare = ['told muitas_requisicoes', 'told sem_permissao', 'resent', 'two tickets']

/** Walks `count` walks that come from the seed, each on a database of these. */
export async function walkAll(seed: number, count: number, files: Files): Promise<AllWalked> {
  const startedMs = performance.now()
  const met = new Map<string, number>()
  const broken: AllWalked['broken'] = []

  async function work(steps: Step[], place: number) {
    const sends = sendsOf(place)
    const walked = await walk(steps, files, sends)
    for (const one of walked.met) met.set(one, (met.get(one) ?? 0) + 1)
    if (walked.broken.length > 0) broken.push({ place, sends, promises: walked.broken, steps })
  }

  const order = { arbitrary: walks, seed, count, lanes }
  await inBatches(order, work, async () => undefined)
  return { seconds: (performance.now() - startedMs) / 1000, met, broken }
}

/** A third of them messages, and of those a third such as no list can show. */
function sendsOf(place: number): Sends {
  if (place % 3 < 2) return 'tickets'
  return place % 9 === 8 ? 'messages of no service' : 'messages'
}

/** The same failure with as few steps as do it. */
export async function shorten(
  steps: Step[],
  sends: Sends,
  files: Files,
): Promise<{ steps: Step[]; walked: Walked }> {
  const tryOut = (some: Step[]) => walk(some, files, sends)
  let best = { steps, walked: await tryOut(steps) }
  for (let place = steps.length - 1; place >= 0; place -= 1) {
    const fewer = best.steps.toSpliced(place, 1)
    const walked = await tryOut(fewer)
    if (walked.broken.length > 0) best = { steps: fewer, walked }
  }
  return best
}
