import type { ReactNode } from 'react'
import { Panel, PanelHead } from './panel.tsx'
import styles from './screen.module.css'
import { useScreenHeading } from './use-screen-heading.ts'

type ScreenProps = {
  /** What the browser's tab says. */
  title: string
  /** Where that isn't the same. */
  heading?: string
  /** Id of what is read out behind the heading when it takes the focus. */
  leadsTo?: string
  /** Something more urgent has the focus. */
  leavesFocus?: boolean
  /** The state in a word, at the heading's right. */
  badge?: ReactNode
  tone?: 'success' | 'warning' | 'error' | undefined
  /** The bar below: what to do next. */
  foot?: ReactNode
  /** Panels at its right, below it where there is no room. */
  beside?: ReactNode
  /** Whether it takes the room of the right column too. */
  isWide?: boolean
  children: ReactNode
}

/** What replaces another screen: its heading takes the focus. */
export function Screen(props: ScreenProps) {
  const {
    title,
    heading = title,
    leadsTo,
    leavesFocus = false,
    badge,
    tone,
    foot,
    beside,
    isWide,
    children,
  } = props
  const ref = useScreenHeading(title, leavesFocus)
  return (
    <div className={isWide ? `${styles.screen} ${styles.wide}` : styles.screen}>
      <Panel tone={tone} foot={foot}>
        <PanelHead>
          <h1 ref={ref} tabIndex={-1} aria-describedby={leadsTo}>
            {heading}
          </h1>
          {badge}
        </PanelHead>
        {children}
      </Panel>
      {beside && <div className={styles.beside}>{beside}</div>}
    </div>
  )
}
