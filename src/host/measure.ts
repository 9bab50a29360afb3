const [lowestPx, highestPx] = [240, 8000]
const leastChangePx = 2
const pauseMs = 100

/** How high `content` is, as it changes: not the document, which is never lower than its frame. */
export function watchHeight(content: Element, tell: (px: number) => void) {
  let toldPx = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  function measure() {
    timer = undefined
    const px = Math.ceil(content.getBoundingClientRect().bottom + window.scrollY)
    const height = Math.min(Math.max(px, lowestPx), highestPx)
    if (Math.abs(height - toldPx) <= leastChangePx) return
    toldPx = height
    tell(height)
  }
  const watch = new ResizeObserver(() => {
    timer ??= setTimeout(measure, pauseMs)
  })
  watch.observe(content)
  return {
    /** Also where it hasn't changed: to a page that hasn't heard. */
    tellAgain() {
      toldPx = 0
      measure()
    },
    stop() {
      clearTimeout(timer)
      watch.disconnect()
    },
  }
}

const landmarks = 'h1, #resumo-de-erros, [id^="campo-"]'

/** Where what has just got the focus begins: a frame as high as its content can't scroll to it by itself. */
export function watchFocus(tell: (px: number) => void) {
  function onFocus({ target }: FocusEvent) {
    if (!(target instanceof Element) || !target.matches(landmarks)) return
    tell(Math.max(0, Math.round(target.getBoundingClientRect().top + window.scrollY)))
  }
  document.addEventListener('focusin', onFocus)
  return () => document.removeEventListener('focusin', onFocus)
}
