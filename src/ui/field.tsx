import type { ReactNode } from 'react'
import styles from './field.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** What ties the control to its label, hint and fault, and its look. */
export type ControlProps = {
  id: string
  className: string | undefined
  'aria-invalid'?: true
  'aria-describedby'?: string
}

type FieldProps = {
  /** The wire key: the control's id is `campo-` + name. */
  name: string
  label: string
  hint?: string | undefined
  /** The fault's sentence, which starts with the label. */
  error?: string | undefined
  /** A fault mended since: its room is kept, so that nothing moves under the typing. */
  mended?: string | undefined
  /** Read-outs and warnings below the control. */
  aside?: ReactNode
  layout?: 'stacked' | 'checkbox'
  children: (control: ControlProps) => ReactNode
}

/** A control with its label, hint, fault and read-out, tied together for every reader. */
export function Field({ name, label, hint, error, mended, aside, layout, children }: FieldProps) {
  const [hintId, errorId] = [`dica-${name}`, `erro-${name}`]
  const described = [hint && hintId, error && errorId].filter(Boolean).join(' ')
  const isCheckbox = layout === 'checkbox'
  const control = children({
    id: `campo-${name}`,
    className: isCheckbox ? styles.tick : styles.control,
    ...(error && { 'aria-invalid': true }),
    ...(described && { 'aria-describedby': described }),
  })
  return (
    <div
      className={isCheckbox ? `${styles.field} ${styles.checkbox}` : styles.field}
      data-fault={error ? 'wrong' : mended ? 'mended' : undefined}
    >
      {isCheckbox && control}
      <label className={styles.label} htmlFor={`campo-${name}`}>
        {label}
      </label>
      {hint && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className={styles.error}>
          <VisuallyHidden>Erro: </VisuallyHidden>
          {error}
        </p>
      )}
      {!error && mended && (
        <p aria-hidden="true" className={`${styles.error} ${styles.held}`}>
          {mended}
        </p>
      )}
      {!isCheckbox && control}
      {aside && <div className={styles.aside}>{aside}</div>}
    </div>
  )
}
