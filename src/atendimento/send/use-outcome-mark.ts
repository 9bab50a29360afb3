import { useEffect } from 'react'
import type { TicketOutcome } from './outcome.ts'
import { traitsOf } from './outcome-traits.ts'

/** Programs that drive the page read the outcome off `<html>` (design §5). */
export function useOutcomeMark(outcome: TicketOutcome | undefined) {
  const mark = outcome && traitsOf(outcome).mark
  useEffect(() => {
    const { dataset } = document.documentElement
    if (mark) dataset.resultado = mark
    else delete dataset.resultado
  }, [mark])
}
