import { useEffect, useState } from 'react'

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
    load().then(
      (part) => setLoaded({ part, isError: false }),
      () => setLoaded({ isError: true }),
    )
  }, [load, isWanted])
  return loaded
}
