import { useId, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './note-chips.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

type NoteChipsProps<Way extends string> = {
  label: string
  ways: readonly (readonly [Way, string])[]
  /** What is noted so far. */
  noted: Way | undefined
  /** That it is, and since when. */
  said: string | null | undefined
  /** The last click came to nothing. */
  hasFailed: boolean
  /** With null it is taken back. */
  onNote: (way: Way | null) => void
}

/** One of several words to be noted with a click, and taken back with another. */
export function NoteChips<Way extends string>(props: NoteChipsProps<Way>) {
  const { label, ways, noted, said, hasFailed, onNote } = props
  const labelId = useId()
  const chips = useRef(new Map<Way, HTMLButtonElement>())
  function undo() {
    // "Desfazer" goes once that is done, and must not take the focus with it.
    const [first = null] = chips.current.values()
    const chip = (noted && chips.current.get(noted)) ?? first
    chip?.focus()
    onNote(null)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't stand in a line with what it names
    <div role="group" aria-labelledby={labelId} className={styles.chips}>
      <span id={labelId}>{label}</span>
      {ways.map(([way, name]) => (
        <Button
          key={way}
          look="chip"
          aria-pressed={noted === way}
          ref={(chip) => {
            if (chip) chips.current.set(way, chip)
            else chips.current.delete(way)
          }}
          onClick={() => onNote(noted === way ? null : way)}
        >
          {name}
        </Button>
      ))}
      <span className={styles.said}>
        <span role="status" className={hasFailed ? styles.failed : undefined}>
          {hasFailed ? 'Não consegui anotar. Tente de novo.' : said}
        </span>
        {noted && (
          <Button look="quiet" onClick={undo}>
            Desfazer <VisuallyHidden>a anotação</VisuallyHidden>
          </Button>
        )}
      </span>
    </div>
  )
}
