/** What one load of a page came to, in milliseconds since it was asked for. */
export type Load = {
  paintMs: number
  typeMs: number
  sendMs: number
  postMs: number
}

type Probe = {
  ticket: Record<string, string>
  /** Looks in every task and not once a frame, and leaves the page alone: nothing is timed then. */
  isAtRest?: boolean
}

/**
 * Runs in the page before anything of its own (`addInitScript`), and knows the page only by the names of its fields.
 *
 * - Ready to type: the first field has the focus in a frame that was painted.
 * - Ready to send: the page's own code takes a click. A page by hand has set the form's `onsubmit`. Of React's the
 *   button and the form carry the props that its one listener looks up (`__reactProps$…`), and the root isn't waiting
 *   to be hydrated any more: before that, React itself would let a click go. A script that keeps an early click for later
 *   doesn't count. Both are seen once a frame, and noted after it.
 * - Then the fields are filled and the button is pressed, once: if that click weren't taken, no POST would ever leave
 *   and the bench would end in an error. So what is called ready was.
 */
export function probeLoad({ ticket, isAtRest = false }: Probe) {
  const marks = { typeMs: 0, sendMs: 0, postMs: 0 }
  const keep = () => {
    document.documentElement.dataset.marks = JSON.stringify(marks)
  }
  const note = (moment: keyof typeof marks) => {
    marks[moment] = performance.now()
    keep()
  }
  const bare = window.fetch
  window.fetch = (input, init) => {
    if (init?.method === 'POST' && marks.postMs === 0) note('postMs')
    return bare(input, init)
  }
  const fieldOf = (name: string) => document.querySelector(`[name="${name}"]`)
  const ownOf = (element: Element | null, prefix: string): unknown => {
    const key = Object.keys(element ?? {}).find((name) => name.startsWith(prefix))
    return key === undefined ? undefined : Reflect.get(Object(element), key)
  }
  function takesClicks(): boolean {
    const form = fieldOf('descricao')?.closest('form')
    if (!form) return false
    if (form.onsubmit) return true
    const { onSubmit } = Object(ownOf(form, '__reactProps$'))
    const root = Object(ownOf(document.getElementById('raiz'), '__reactContainer$'))
    const { isDehydrated } = Object(root.stateNode?.current?.memoizedState)
    return typeof onSubmit === 'function' && isDehydrated === false
  }
  function send() {
    for (const [name, value] of Object.entries(ticket)) {
      const field = fieldOf(name)
      const proto = field && Object.getPrototypeOf(field)
      // As the browser sets it: React keeps a setter of its own on the element.
      Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(field, value)
      field?.dispatchEvent(new Event('input', { bubbles: true }))
    }
    document.querySelector<HTMLElement>('form:has([name="descricao"]) [type="submit"]')?.click()
  }
  const inNextTask = (run: () => void) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = run
    channel.port2.postMessage(null)
  }
  function look() {
    const [first] = Object.keys(ticket)
    const canType = document.activeElement?.getAttribute('name') === first
    // After the frame.
    if (marks.typeMs === 0 && canType) inNextTask(() => note('typeMs'))
    if (!takesClicks()) return requestAnimationFrame(look)
    return inNextTask(() => {
      note('sendMs')
      send()
    })
  }
  /** Ends with when the task began that made it ready: what that asks for, nobody has waited for. */
  function lookAlways() {
    if (takesClicks()) return keep()
    marks.sendMs = performance.now()
    return inNextTask(lookAlways)
  }
  if (isAtRest) lookAlways()
  else requestAnimationFrame(look)
}

/** What of it the browser itself has noted, once the POST has left. Nobody types or presses what isn't painted yet. */
export async function readLoad(): Promise<Load> {
  const marks = JSON.parse(document.documentElement.dataset.marks ?? '{}')
  const paintMs = await new Promise<number>((resolve) => {
    new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName('first-contentful-paint')
      if (first) resolve(first.startTime)
    }).observe({ type: 'paint', buffered: true })
  })
  return {
    paintMs,
    typeMs: Math.max(marks.typeMs, paintMs),
    sendMs: Math.max(marks.sendMs, paintMs),
    postMs: marks.postMs,
  }
}

/** What was asked for before a click could be taken, the page itself first; and how many bytes of it were script. */
export function readRequests() {
  const { sendMs } = JSON.parse(document.documentElement.dataset.marks ?? '{}')
  if (!sendMs) throw new Error('The page takes no click.')
  const asked = performance
    .getEntriesByType('resource')
    .filter((entry) => entry instanceof PerformanceResourceTiming)
    .filter((entry) => entry.startTime < sendMs)
  return {
    addresses: [location.pathname, ...asked.map(({ name }) => new URL(name).pathname)],
    // Of a script that is still under way nothing was needed.
    scriptBytes: asked
      .filter(({ name, responseEnd }) => name.endsWith('.js') && responseEnd <= sendMs)
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  }
}
