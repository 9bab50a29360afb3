import { type ReactNode, useId } from 'react'
import styles from './panel.module.css'

type PanelProps = {
  /** Its heading, of the second level; without one it is a box and no landmark. */
  title?: ReactNode
  /** The state that all of it is about, as an edge above it: a word beside it has to say the same. */
  tone?: 'success' | 'warning' | 'error' | undefined
  /** The sunken bar below: what to do next. */
  foot?: ReactNode
  /** Whether that bar stays in view while any of the panel is. */
  isFootSticky?: boolean
  children: ReactNode
}

/** A white box with what belongs together. */
export function Panel({ title, tone, foot, isFootSticky = false, children }: PanelProps) {
  const titleId = useId()
  const looks = [styles.panel, tone && `${styles.toned} ${styles[tone]}`].filter(Boolean)
  const Box = title ? 'section' : 'div'
  return (
    <Box className={looks.join(' ')} aria-labelledby={title ? titleId : undefined}>
      <div className={styles.body}>
        {title && <h2 id={titleId}>{title}</h2>}
        {children}
      </div>
      {foot && (
        <div className={isFootSticky ? `${styles.foot} ${styles.sticky}` : styles.foot}>{foot}</div>
      )}
    </Box>
  )
}

/** A panel's heading, with what is said of it at its right. */
export const PanelHead = ({ children }: { children: ReactNode }) => (
  <div className={styles.head}>{children}</div>
)
