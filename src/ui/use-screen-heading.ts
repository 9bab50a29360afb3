import { useEffect, useRef } from 'react'
import { mayTakeFocus } from './may-take-focus.ts'

/** For a screen that replaces another: its heading takes the focus and the title says its name. */
export function useScreenHeading(title: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (mayTakeFocus()) heading.current?.focus()
  }, [])
  useEffect(() => {
    document.title = title
  }, [title])
  return heading
}
