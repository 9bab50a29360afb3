import { useEffect, useState } from 'react'
import { afterPaint } from './after-paint.ts'

// Where nothing is ever painted, as in a frame that isn't shown.
const unpaintedMs = 200

/**
 * A part of the page that has a file of its own, asked for once the page is painted: undefined until it is there. What
 * failed once stays failed until the page is loaded anew, since browsers remember it.
 *
 * @param load the same function each time
 */
export function useLoaded<Part>(load: () => Promise<Part>, isWanted = true) {
  const [loaded, setLoaded] = useState<{ part?: Part; isError: boolean }>({ isError: false })
  useEffect(() => {
    if (!isWanted) return
    const leave = afterPaint(ask)
    const timer = setTimeout(ask, unpaintedMs)
    function stopWaiting() {
      leave()
      clearTimeout(timer)
    }
    function ask() {
      stopWaiting()
      load().then(
        (part) => setLoaded({ part, isError: false }),
        () => setLoaded({ isError: true }),
      )
    }
    return stopWaiting
  }, [load, isWanted])
  return loaded
}
