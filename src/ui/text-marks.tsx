import { useLayoutEffect, useRef } from 'react'
import styles from './field.module.css'

type TextMarksProps = {
  area: HTMLTextAreaElement | null
  /** The area's text, every second piece of it to be marked. */
  pieces: string[]
}

/** Marks words where they stand: the same text over a field's, to be seen through, as wide and scrolled as far. */
export function TextMarks({ area, pieces }: TextMarksProps) {
  const layer = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const scroll = () => {
      if (area && layer.current) layer.current.scrollTop = area.scrollTop
    }
    scroll()
    area?.addEventListener('scroll', scroll)
    return () => area?.removeEventListener('scroll', scroll)
  })
  return (
    <div ref={layer} aria-hidden="true" className={`${styles.control} ${styles.marks}`}>
      {pieces.map((piece, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        place % 2 ? <mark key={place}>{piece}</mark> : piece,
      )}
      {/* Without it a last line that is empty would have no height here. */}
      {'\n'}
    </div>
  )
}
