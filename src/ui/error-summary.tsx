import { useEffect, useRef } from 'react'
import styles from './error-summary.module.css'
import { FieldLink } from './field-link.tsx'

export type FieldFault = { name: string; message: string }

type ErrorSummaryProps = {
  /** What is still wrong, in the order of the fields. */
  faults: FieldFault[]
  /** What was wrong at the last submit and isn't any more: keeps its room, so that nothing moves. */
  mended: FieldFault[]
  /** Counts the failed submits: each one takes the focus. */
  round: number
  title: string
}

/**
 * The list of faults above the form, each a link to its field. The outer box takes the focus and the
 * inner one is the alert, as two elements, since one that does both is read twice or not at all.
 */
export function ErrorSummary({ faults, mended, round, title }: ErrorSummaryProps) {
  const box = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is what moves the focus
  useEffect(() => box.current?.focus(), [round])
  const isClear = faults.length === 0
  return (
    <section
      id="resumo-de-erros"
      ref={box}
      tabIndex={-1}
      aria-labelledby="resumo-titulo"
      className={isClear ? `${styles.summary} ${styles.clear}` : styles.summary}
    >
      <div role={mended.length === 0 ? 'alert' : undefined}>
        <h2 id="resumo-titulo">{title}</h2>
        <ul>
          {faults.map(({ name, message }) => (
            <li key={name}>
              <FieldLink name={name}>{message}</FieldLink>
            </li>
          ))}
          {mended.map(({ name, message }) => (
            <li key={name} aria-hidden="true" className={styles.held}>
              {message}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
