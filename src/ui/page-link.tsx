import type { ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import styles from './page-link.module.css'

type PageLinkProps = {
  to: string
  /** What the screen it leads to finds in the history's state. */
  state?: string | undefined
  /** It leads to where the person is. */
  isCurrent?: boolean
  children: ReactNode
}

/** Leads to another screen of the page without loading it anew. */
export function PageLink({ to, state, isCurrent, children }: PageLinkProps) {
  return (
    <a
      href={to}
      aria-current={isCurrent ? 'page' : undefined}
      className={styles.link}
      onClick={(event) => {
        // With one of these the person wants another tab.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        navigate(to, { state })
      }}
    >
      {children}
    </a>
  )
}
