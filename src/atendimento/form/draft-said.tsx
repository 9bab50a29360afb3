import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { Draft } from '../send/draft.ts'
import { useDrafts } from '../send/use-desk.ts'
import { useTimes } from '../send/use-times.ts'

type DraftSaidProps = { draft: Draft }

/** What the form of `/` holds that was written before, and what waits beside it; each can be let go of. */
export function DraftSaid({ draft }: DraftSaidProps) {
  const drafts = useDrafts()
  const aside = drafts.asideOf(draft.formId)
  return (
    <>
      {drafts.isDiscardedFor(draft.formId) ? <Discarded /> : <Restored draft={draft} />}
      {aside && <SetAside draft={aside} />}
    </>
  )
}

function Restored({ draft: { formId, restoredFrom } }: DraftSaidProps) {
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
function SetAside({ draft }: DraftSaidProps) {
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
