import type { ReactNode } from 'react'
import styles from './badge.module.css'

type BadgeProps = { tone?: 'success' | 'warning' | 'error'; children: ReactNode }

/** A state or a count in a word. */
export const Badge = ({ tone, children }: BadgeProps) => (
  <span className={tone ? `${styles.badge} ${styles[tone]}` : styles.badge}>{children}</span>
)
