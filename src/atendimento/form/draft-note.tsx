import { useState } from 'react'
import { Part } from '../../ui/boundary.tsx'
import type { Draft } from '../send/draft.ts'
import { useDrafts } from '../send/use-desk.ts'
import { useLater } from '../use-later.ts'
import styles from './draft-note.module.css'

/** Above the form of `/`: that there are words in it already, or beside it. */
export function DraftNote({ draft }: { draft: Draft }) {
  const { isDiscardedFor, asideOf } = useDrafts()
  // What is said may come after the form and go before it does; its room stays, so that nothing moves.
  const [hasRoom] = useState(
    isDiscardedFor(draft.formId) || (asideOf(draft.formId) ?? draft.restoredFrom) !== undefined,
  )
  const Said = useLater()?.screens.DraftSaid
  if (!hasRoom) return null
  return (
    <div className={styles.note}>
      {Said && (
        <Part>
          <Said draft={draft} />
        </Part>
      )}
    </div>
  )
}
