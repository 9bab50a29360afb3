import { useEffect, useRef } from 'react'
import { mayTakeFocus } from './may-take-focus.ts'

/**
 * For a screen that replaces another: its heading takes the focus and the title says its name. Where it may
 * take none, it is brought into view all the same, by scrolling this page alone.
 */
export function useScreenHeading(title: string, leavesFocus: boolean) {
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival alone
  useEffect(() => {
    if (leavesFocus) return
    if (mayTakeFocus()) heading.current?.focus()
    else
      document.documentElement.scrollTop += (heading.current?.getBoundingClientRect().top ?? 0) - 32
  }, [])
  useEffect(() => {
    document.title = title
  }, [title])
  return heading
}
