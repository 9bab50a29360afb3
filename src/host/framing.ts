import { createConversation } from './conversation.ts'
import { knownOrigin } from './known-origin.ts'
import { watchFocus, watchHeight } from './measure.ts'
import type { Order } from './messages.ts'

type FramingDeps = {
  /** Whose pages may be around ours. */
  origins: readonly string[]
  /** As high as the frame is to be. */
  content: Element
  nonce: string
  onOrder: (order: Order, origin: string) => void
}

// A page around ours may begin to listen after it has loaded us.
const greetAgainMs = [1000, 3000]

/** Our page in the frame of another: they speak, as long as it lasts. */
export function openFraming({ origins, content, nonce, onOrder }: FramingDeps) {
  const { hear, greet, tell } = createConversation({
    parent: window.parent,
    origins,
    knownOrigin: knownOrigin(),
    nonce,
    onOrder(order, origin) {
      onOrder(order, origin)
      if (order.type === 'atendimento:ola') height.tellAgain()
    },
    onTurnedAway(count) {
      document.documentElement.dataset.mensagensRecusadas = String(count)
    },
  })
  const height = watchHeight(content, (px) => tell({ type: 'atendimento:altura', px }))
  const stopFocus = watchFocus((topo) => tell({ type: 'atendimento:rolar', topo }))
  window.addEventListener('message', hear)
  greet()
  const timers = greetAgainMs.map((ms) => setTimeout(greet, ms))
  return {
    tell,
    stop() {
      window.removeEventListener('message', hear)
      timers.forEach(clearTimeout)
      stopFocus()
      height.stop()
    },
  }
}

export type Framing = ReturnType<typeof openFraming>
