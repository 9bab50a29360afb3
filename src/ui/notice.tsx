import { type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './notice.module.css'

type NoticeProps = {
  tone: 'error' | 'warning' | 'info' | 'success'
  title: string
  /** Whether it takes the focus when it appears: for what replaces the thing the person did. */
  takesFocus?: boolean
  children?: ReactNode
}

/** A box that says what happened and what to do. */
export function Notice({ tone, title, takesFocus = false, children }: NoticeProps) {
  const titleId = useId()
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (takesFocus) box.current?.focus()
  }, [takesFocus])
  return (
    <section
      ref={box}
      tabIndex={takesFocus ? -1 : undefined}
      aria-labelledby={titleId}
      className={`${styles.notice} ${styles[tone]}`}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </section>
  )
}
