import { expect, onTestFinished } from 'vitest'
import { type ShownAtendimento, shownAtendimento } from '#src/contract/shown-ticket.ts'
import type { Admission, HubsoftClient } from '#src/gateway/hubsoft/client.ts'
import type { LookedFor } from '#src/gateway/hubsoft/look.ts'
import type { SendOutcome } from '#src/gateway/hubsoft/send-outcome.ts'
import { seedAnswer } from '../../samples.ts'
import { rowOf } from '../journal/a-row.ts'
import { newTicket } from '../running.ts'
import { type DeskOver, openDeskOver } from './desk-over.ts'

export const ana = { usuario: 'ana', nome: 'Ana' }
/** By which each send of these tests goes, unless it says otherwise. */
export const { key } = rowOf()

export const opened = {
  kind: 'opened',
  atendimento: shownAtendimento.parse(seedAnswer.atendimento),
} as const satisfies SendOutcome
export const turnedAway = {
  kind: 'not-sent',
  reason: 'too-many',
  retryAfterS: 1,
} as const satisfies SendOutcome

export type Options = Omit<DeskOver, 'hubsoft'> & {
  /** Before a place and a token are there. */
  beforeAdmission?: () => Promise<void>
  /** In place of one that is answered. */
  admission?: Awaited<ReturnType<HubsoftClient['admit']>>
  lookFor?: (lookedFor: LookedFor) => Promise<ShownAtendimento[] | null>
}

/** A desk whose HubSoft is the test, what HubSoft was sent, and how it answers. */
export async function openDesk({ beforeAdmission, admission, lookFor, ...options }: Options = {}) {
  const { admit, end, ...hubsoft } = heldHubsoft()
  const desk = await openDeskOver({
    hubsoft: {
      async admit() {
        await beforeAdmission?.()
        return admission ?? admit()
      },
      lookFor: lookFor ?? (async () => []),
    },
    ...options,
  })
  onTestFinished(async () => {
    // What a failed test leaves unanswered keeps nothing open.
    end()
    await desk.close()
  })
  const send = (more = {}) => desk.submit({ key, attendant: ana, novo: newTicket, ...more })
  return { ...desk, ...hubsoft, send }
}

/** A HubSoft that answers when the test says so, and what it was sent. */
function heldHubsoft() {
  const heads: number[] = []
  const left: number[] = []
  const answers: PromiseWithResolvers<SendOutcome>[] = []
  async function admit(): Promise<Admission> {
    const answer = Promise.withResolvers<SendOutcome>()
    const place = answers.push(answer) - 1
    let [hasLeft, isTakenBack] = [false, false]
    async function post(): Promise<SendOutcome> {
      if (isTakenBack) return { kind: 'not-sent', reason: 'unreachable' }
      hasLeft = true
      heads.push(place)
      return answer.promise
    }
    function takeBack() {
      isTakenBack = !hasLeft
      return isTakenBack
    }
    return { kind: 'admitted', post, takeBack, leave: () => void left.push(place) }
  }
  return {
    admit,
    end() {
      for (const { resolve } of answers) resolve({ kind: 'uncertain', saidNo: false })
    },
    heads,
    /** Those that were not posted after all. */
    left,
    /** Waits for the head of that send, and for no other. */
    async answer(place: number, to: SendOutcome) {
      await expect.poll(() => heads).toEqual(Array.from({ length: place + 1 }, (_, at) => at))
      answers[place]?.resolve(to)
    },
  }
}
