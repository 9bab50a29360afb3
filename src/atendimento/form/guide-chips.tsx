import { type KeyboardEvent, useRef, useState } from 'react'
import type { Modelo } from '../../contract/page-context.ts'
import { Button } from '../../ui/button.tsx'
import { replaceText } from '../../ui/replace-text.ts'
import { useDesk } from '../send/use-desk.ts'
import { descriptionArea } from './description-area.ts'
import type { AsideProps, Edit } from './field-asides.tsx'
import { stepOfGuide } from './guide.ts'
import styles from './guide-chips.module.css'

/** The guides for the Descrição: one stop of the Tab key, and arrows from one to the next. */
export function GuideChips({ isBusy, onEdit }: AsideProps) {
  const guides = useDesk().configuracao?.modelos ?? []
  const bar = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState(0)
  if (guides.length === 0) return null

  function move(event: KeyboardEvent) {
    const to = placeAfter(event.key, stop, guides.length)
    if (to === undefined) return
    event.preventDefault()
    setStop(to)
    bar.current?.querySelectorAll('button')[to]?.focus()
  }
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Modelos para a Descrição"
      aria-controls="campo-descricao"
      className={styles.chips}
      onKeyDown={move}
    >
      <span aria-hidden="true">Modelo:</span>
      {guides.map((guide, place) => (
        <Button
          key={guide.nome}
          look="chip"
          aria-label={`Modelo ${guide.nome}`}
          aria-disabled={isBusy || undefined}
          tabIndex={place === Math.min(stop, guides.length - 1) ? 0 : -1}
          onFocus={() => setStop(place)}
          onClick={() => !isBusy && onEdit(put(guide))}
        >
          {guide.nome}
        </Button>
      ))}
    </div>
  )
}

function placeAfter(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (place + 1) % count
    case 'ArrowLeft':
      return (place + count - 1) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

function put(guide: Modelo): Edit | null {
  const area = descriptionArea()
  if (!area) return null
  // The page comes with the names alone.
  if (guide.linhas.length === 0) return { said: `O modelo “${guide.nome}” ainda não chegou.` }
  const step = stepOfGuide(area.value, guide)
  switch (step.kind) {
    case 'added': {
      const { at, added, caret } = step
      replaceText(area, { start: at, end: at, by: added, caret })
      const undo = { start: at, end: at + added.length, by: '', after: area.value }
      return { said: `Modelo “${guide.nome}” posto na Descrição.`, undo }
    }
    case 'there':
      area.focus()
      area.setSelectionRange(step.caret, step.caret)
      return { said: `O modelo “${guide.nome}” já está na Descrição.` }
    case 'too-long': {
      const excess = step.excess.toLocaleString('pt-BR')
      return { said: `O modelo “${guide.nome}” não cabe: passaria do limite em ${excess}.` }
    }
  }
}
