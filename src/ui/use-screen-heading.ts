import { useEffect, useRef } from 'react'

/** For a screen that replaces another: its heading takes the focus and the title says its name. */
export function useScreenHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useEffect(() => {
    document.title = title
  }, [title])
  return heading
}
