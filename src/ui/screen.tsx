import type { ReactNode } from 'react'
import styles from './screen.module.css'
import { useScreenHeading } from './use-screen-heading.ts'

type ScreenProps = {
  /** What the browser's tab says. */
  title: string
  /** Where that isn't the same. */
  heading?: string
  /** Whether what is in it is as wide as the screen is. */
  isWide?: boolean
  children: ReactNode
}

/** What replaces another screen: its heading takes the focus. */
export function Screen({ title, heading = title, isWide = false, children }: ScreenProps) {
  const ref = useScreenHeading(title)
  return (
    <div className={isWide ? `${styles.screen} ${styles.wide}` : styles.screen}>
      <h1 ref={ref} tabIndex={-1}>
        {heading}
      </h1>
      {children}
    </div>
  )
}
