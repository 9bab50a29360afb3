import type { ReactNode } from 'react'
import styles from './field.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

/** What ties the control to its label, hint, fault and read-out, and its look. */
export type ControlProps = {
  id: string
  className: string | undefined
  'aria-invalid'?: true
  'aria-describedby'?: string
}

type FieldProps = {
  /** The wire key: the control's id is `campo-` + name. */
  name: string
  /** What a fault's sentence starts with, too. */
  label: string
  isOptional?: boolean
  hint?: string | undefined
  /** The fault's sentence, which starts with the label. */
  error?: string | undefined
  /** A fault mended since: its room is kept, so that nothing moves under the typing. */
  mended?: string | undefined
  /** Read-outs and warnings, in the line of the hint, whose place they take while they say something. */
  aside?: ReactNode
  /** At the label's right, and behind the control in the order of the keyboard. */
  over?: ReactNode
  layout?: 'stacked' | 'checkbox'
  children: (control: ControlProps) => ReactNode
}

/** A control with its label, hint, fault and read-out, tied together for every reader. */
export function Field(props: FieldProps) {
  const { name, label, isOptional, hint, error, mended, aside, over, layout, children } = props
  const [hintId, errorId, asideId] = [`dica-${name}`, `erro-${name}`, `aviso-${name}`]
  const described = [hint && hintId, error && errorId, aside && asideId].filter(Boolean).join(' ')
  const isCheckbox = layout === 'checkbox'
  const looks = [styles.field, isCheckbox && styles.checkbox, over && styles.withOver]
  const control = children({
    id: `campo-${name}`,
    className: isCheckbox ? styles.tick : styles.control,
    ...(error && { 'aria-invalid': true }),
    ...(described && { 'aria-describedby': described }),
  })
  return (
    <div className={looks.filter(Boolean).join(' ')}>
      {isCheckbox && control}
      <label className={styles.label} htmlFor={`campo-${name}`}>
        {label}
        {isOptional && ' '}
        {isOptional && <span className={styles.optional}>(opcional)</span>}
      </label>
      {!isCheckbox && control}
      {over && <div className={styles.over}>{over}</div>}
      <div className={styles.below}>
        {error && <Fault id={errorId} label={label} sentence={error} />}
        {!error && mended && <Fault label={label} sentence={mended} isHeld />}
        {aside && (
          <div id={asideId} className={styles.aside}>
            {aside}
          </div>
        )}
        {hint && (
          <p id={hintId} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

type FaultProps = { id?: string; label: string; sentence: string; isHeld?: boolean }

/** The same words as in the summary; to the eye the label above says their first. */
function Fault({ id, label, sentence, isHeld = false }: FaultProps) {
  const start = `${label}: `
  const rest = sentence.startsWith(start) ? sentence.slice(start.length) : sentence
  return (
    <p
      id={id}
      aria-hidden={isHeld || undefined}
      className={isHeld ? `${styles.error} ${styles.held}` : styles.error}
    >
      <VisuallyHidden>{rest === sentence ? 'Erro: ' : `Erro: ${start}`}</VisuallyHidden>
      <span className={styles.sentence}>{rest}</span>
    </p>
  )
}
