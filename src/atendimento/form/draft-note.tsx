import { useEffect, useState } from 'react'
import { Part } from '../../ui/boundary.tsx'
import { Button } from '../../ui/button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { Draft } from '../send/draft.ts'
import { useDrafts, useTimes } from '../send/use-desk.ts'
import styles from './draft-note.module.css'

type DraftNoteProps = { draft: Draft }

/** Above the form of `/`: that there are words in it already, where the tab was loaded anew with them. */
export function DraftNote({ draft }: DraftNoteProps) {
  const drafts = useDrafts()
  const isDiscarded = drafts.isDiscardedFor(draft.formId)
  const aside = drafts.asideOf(draft.formId)
  // What is said may go before the form does; its room stays, so that nothing moves under the typing.
  const [hasRoom] = useState(isDiscarded || (aside ?? draft.restoredFrom) !== undefined)
  if (!hasRoom) return null
  return (
    <div className={styles.note}>
      <Part>
        {isDiscarded ? <Discarded /> : <Restored draft={draft} />}
        {aside && <SetAside draft={aside} />}
      </Part>
    </div>
  )
}

function Restored({ draft: { formId, restoredFrom } }: DraftNoteProps) {
  const drafts = useDrafts()
  const { formatSince } = useTimes()
  if (!restoredFrom) return null
  return (
    <>
      <Said>{`Continuando o rascunho de ${formatSince(restoredFrom)}.`}</Said>
      <Button look="quiet" onClick={() => drafts.discard(formId)}>
        Descartar <VisuallyHidden>o rascunho</VisuallyHidden>
      </Button>
    </>
  )
}

/** Of another customer, who isn't to be mixed with this one. */
function SetAside({ draft }: DraftNoteProps) {
  const drafts = useDrafts()
  const { formatSince } = useTimes()
  return (
    <>
      <Said>{`Há um rascunho de ${formatSince(draft.typedAt)}.`}</Said>
      <Button look="quiet" onClick={() => drafts.goOnWith(draft)}>
        Continuar <VisuallyHidden>o rascunho</VisuallyHidden>
      </Button>
    </>
  )
}

function Discarded() {
  const drafts = useDrafts()
  return (
    <>
      <Said>Rascunho descartado.</Said>
      <Button look="quiet" onClick={drafts.undoDiscard}>
        Desfazer <VisuallyHidden>o descarte</VisuallyHidden>
      </Button>
    </>
  )
}

/** Put there once more after it came with its region: only what changes in one is read out. */
function Said({ children }: { children: string }) {
  const [round, setRound] = useState(0)
  useEffect(() => setRound(1), [])
  return (
    <p role="status">
      <span key={round}>{children}</span>
    </p>
  )
}
