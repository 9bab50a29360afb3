import { type Order, readOrder, type Told, version } from './messages.ts'

type Parent = Pick<Window, 'postMessage'>

type ConversationDeps = {
  /** The window around ours. */
  parent: Parent
  /** Whose pages it may be. */
  origins: readonly string[]
  /** Where the browser says whose it is. */
  knownOrigin: string | undefined
  nonce: string
  onOrder: (order: Order, origin: string) => void
  /** Called with how many messages came from where none may come. */
  onTurnedAway: (count: number) => void
}

type Heard = Pick<MessageEvent<unknown>, 'source' | 'origin' | 'data'>

// A page around ours that has more of them to tell in one day is broken.
const mostIds = 10_000

/** One page of the frame with the page around it, from the first word on (docs/integracao.md). */
export function createConversation(deps: ConversationDeps) {
  const { parent, origins, knownOrigin, nonce, onOrder, onTurnedAway } = deps
  const ids = new Set<string>()
  let pinned: string | null = null
  let turnedAway = 0

  const post = (told: Told, origin: string) =>
    parent.postMessage({ ...told, v: version, nonce }, origin)

  /** Whether it is new: what was said once isn't done twice. */
  function isNew(order: Order): boolean {
    if (!('id' in order)) return true
    if (ids.has(order.id) || ids.size >= mostIds) return false
    ids.add(order.id)
    return true
  }

  return {
    /** Says that the page is here, to no one who may not know. */
    greet() {
      if (pinned !== null) return
      const known = knownOrigin === undefined ? origins : [knownOrigin]
      for (const origin of known) {
        if (origins.includes(origin)) post({ type: 'atendimento:pronto' }, origin)
      }
    },
    hear(message: Heard) {
      const { source, origin } = message
      if (source !== parent) return
      if (!origins.includes(origin) || (pinned !== null && pinned !== origin)) {
        turnedAway += 1
        return onTurnedAway(turnedAway)
      }
      // Not unpacked before: whatever its size, a stranger's costs nothing.
      const order = readOrder(message.data)
      if (order?.nonce !== nonce) return
      if (order.type === 'atendimento:ola') pinned = origin
      if (pinned !== null && isNew(order)) onOrder(order, origin)
    },
    tell(told: Told) {
      if (pinned !== null) post(told, pinned)
    },
  }
}
