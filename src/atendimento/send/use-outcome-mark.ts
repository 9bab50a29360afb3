import { useEffect } from 'react'
import { outcomeMark, type TicketOutcome } from './outcome.ts'

/** Programs that drive the page read the outcome off `<html>` (design §5). */
export function useOutcomeMark(outcome: TicketOutcome | undefined) {
  const mark = outcomeMark(outcome)
  useEffect(() => {
    const { dataset } = document.documentElement
    if (mark) dataset.resultado = mark
    else delete dataset.resultado
  }, [mark])
}
