import paper from '../../ui/paper.module.css'

/** A phone number as it is read; on paper, which is left lying about, only the ending. */
export function Phone({ children: shown }: { children: string }) {
  const ending = shown.replace(/\D/g, '').slice(-4)
  return (
    <>
      <span className={paper.onScreen}>{shown}</span>
      <span className={paper.onPaper} aria-hidden="true">{`final ${ending}`}</span>
    </>
  )
}
