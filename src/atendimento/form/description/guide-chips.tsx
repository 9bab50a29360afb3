import { type KeyboardEvent, useRef, useState } from 'react'
import type { Modelo, TipoDeAtendimento } from '../../../contract/page-context.ts'
import { typeName } from '../../../contract/ticket-type.ts'
import { Button } from '../../../ui/button.tsx'
import { replaceText } from '../../../ui/replace-text.ts'
import { useDesk } from '../../send/use-desk.ts'
import type { AsideProps, Edit } from '../field-asides.tsx'
import { isTypeAsked, shownType } from '../type-field.tsx'
import { descriptionArea } from './description-area.ts'
import { stepOfGuide } from './guide.ts'
import styles from './guide-chips.module.css'

/** The guides for the Descrição: one stop of the Tab key, and arrows from one to the next. */
export function GuideChips({ form, isBusy, onEdit }: AsideProps) {
  const { modelos: guides = [], tipos_de_atendimento: types = [] } = useDesk().configuracao ?? {}
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
          onClick={() => !isBusy && onEdit(put(guide, () => chooseType(form, guide, types)))}
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

type Chosen = { said: string; undo: () => void }

/** The type of such tickets, unless the person has chosen one; null where that changes nothing. */
function chooseType(
  form: AsideProps['form'],
  { id_tipo_atendimento: id }: Modelo,
  types: TipoDeAtendimento[],
): Chosen | null {
  const name = 'id_tipo_atendimento'
  const [before, isTheirs] = [form.getValues(name), () => form.getFieldState(name).isTouched]
  const shown = shownType(before, types)
  // What the form began with, somebody has chosen before.
  const isKept = before !== '' && before === form.formState.defaultValues?.[name]
  if (id === undefined || !isTypeAsked() || shown === String(id) || isKept || isTheirs())
    return null
  form.setValue(name, String(id), { shouldDirty: true })
  return {
    said: ` Tipo: ${typeName(id, types)}.`,
    undo: () => !isTheirs() && form.setValue(name, before, { shouldDirty: true }),
  }
}

function put(guide: Modelo, choose: () => Chosen | null): Edit | null {
  const area = descriptionArea()
  if (!area) return null
  // The page comes with the names alone.
  if (guide.linhas.length === 0) return { said: `O modelo “${guide.nome}” ainda não chegou.` }
  const step = stepOfGuide(area.value, guide)
  switch (step.kind) {
    case 'added': {
      const { at, added, caret } = step
      replaceText(area, { start: at, end: at, by: added, caret })
      const chosen = choose()
      const said = `Modelo “${guide.nome}” posto na Descrição.${chosen?.said ?? ''}`
      const end = at + added.length
      return { said, undo: { start: at, end, by: '', after: area.value, also: chosen?.undo } }
    }
    case 'there':
      area.focus()
      area.setSelectionRange(step.caret, step.caret)
      return { said: `O modelo “${guide.nome}” já está na Descrição.${choose()?.said ?? ''}` }
    case 'too-long': {
      const excess = step.excess.toLocaleString('pt-BR')
      return { said: `O modelo “${guide.nome}” não cabe: passaria do limite em ${excess}.` }
    }
  }
}
