import { type Chord, useIsOnApple, useIsTold, writeChord } from './chord.ts'
import styles from './keys.module.css'

/** A control's keys, beside it, for the eyes: to readers the control says them itself (`aria-keyshortcuts`). */
export function Keys({ of }: { of: Chord }) {
  const isTold = useIsTold(of)
  const onApple = useIsOnApple()
  return (
    isTold && (
      <span aria-hidden="true" className={styles.beside}>
        <KeyCap>{writeChord(of, onApple)}</KeyCap>
      </span>
    )
  )
}

/** In a list of keys. */
export function KeyCap({ children }: { children: string }) {
  return <kbd className={styles.keys}>{children}</kbd>
}
