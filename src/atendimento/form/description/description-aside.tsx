import { useEffect, useMemo, useRef, useState } from 'react'
import { longestText } from '../../../contract/compact.ts'
import { descriptionLimit } from '../../../contract/description.ts'
import { privacyWarning, privateData } from '../../../contract/messages.ts'
import { readPhone } from '../../../contract/phone.ts'
import { findPrivateData, type PrivateData } from '../../../contract/privacy.ts'
import { countCharacters } from '../../../contract/typed-text.ts'
import { Button } from '../../../ui/button.tsx'
import { useAriaKeys } from '../../../ui/chord.ts'
import { Keys } from '../../../ui/keys.tsx'
import { replaceText } from '../../../ui/replace-text.ts'
import { TextMarks } from '../../../ui/text-marks.tsx'
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx'
import { useDesk } from '../../send/use-desk.ts'
import { shortcuts, useShortcut } from '../../shortcuts.ts'
import type { AsideProps, Edit } from '../field-asides.tsx'
import { useTyped } from '../typing.ts'
import { descriptionArea } from './description-area.ts'
import styles from './description-aside.module.css'
import { unansweredIn } from './guide.ts'
import { follow, splitAt } from './private-words.ts'

const undoMs = 8000
const counterFrom = 0.8 * descriptionLimit
const longestQuote = 24

/**
 * What is said of the text once typing pauses: what had better not stand in a text that every technician reads,
 * what a guide asked and nobody answered, and the counter near the limit.
 */
export function DescriptionAside({ form, typing, isBusy, edit: last, onEdit }: AsideProps) {
  const guides = useDesk().configuracao?.modelos
  const paused = useTyped(typing, 'descricao')
  const { inPaused, keep } = usePrivateData({ form, typing }, paused)
  // With each key only while something said of the text, or marked in it, is about to be typed over.
  const text = useTyped(typing, 'descricao', inPaused.length > 0 || last !== null)
  const found = follow(inPaused, paused, text)
  const [first] = isBusy ? [] : found
  // Nothing is to be said or taken back of it once somebody types on, nor said anew where they come back to it.
  const isOver = last?.undo !== undefined && last.undo.after !== text
  useEffect(() => {
    if (isOver) onEdit(null)
  }, [isOver, onEdit])
  const edit = isOver ? null : last
  const undo = useUndo(isBusy ? null : edit, onEdit)
  const open = useMemo(() => unansweredIn(paused, guides ?? []), [paused, guides])
  const count = countCharacters(paused)

  function remove({ kind, start, end }: PrivateData) {
    const [area, by] = [descriptionArea(), privateData[kind].removed]
    if (!area) return
    replaceText(area, { start, end, by })
    const back = { start, end: start + by.length, by: text.slice(start, end), after: area.value }
    onEdit({ said: 'Retirado da Descrição.', undo: back })
  }
  useShortcut('remove-private-data', first && (() => remove(first)))

  const said = first ? warningOf(text, first) : (edit?.said ?? sayOpen(open.length))
  return (
    <>
      {/* Both there from the start, so that what appears in them is read out. */}
      <span role="status" className={styles.counter}>
        {count >= counterFrom &&
          `${count.toLocaleString('pt-BR')} de ${descriptionLimit.toLocaleString('pt-BR')} caracteres`}
      </span>
      <span role="status" className={first ? styles.warning : undefined}>
        {said}
      </span>
      {first && (
        <PrivateDataButtons
          words={text.slice(first.start, first.end)}
          onRemove={() => remove(first)}
          onKeep={() => keep(text.slice(first.start, first.end))}
        />
      )}
      {undo}
      {!first && !edit && open.length > 0 && (
        <span className={styles.names}>{`: ${open.join(', ')}`}</span>
      )}
      {found.length > 0 && <TextMarks area={descriptionArea()} pieces={splitAt(text, found)} />}
    </>
  )
}

/** What of a text had better not be in it, less what the person wants there. */
function usePrivateData({ form, typing }: Pick<AsideProps, 'form' | 'typing'>, paused: string) {
  const phone = readPhone(useTyped(typing, 'telefone'))
  const expected = 'value' in phone ? phone.value.digits : ''
  const [kept, setKept] = useState<string[]>([])
  const found = useMemo(
    // No longer text is ever sent.
    () => findPrivateData(paused.slice(0, longestText), expected),
    [paused, expected],
  )
  return {
    inPaused: found.filter(({ start, end }) => !kept.includes(paused.slice(start, end))),
    keep(words: string) {
      setKept([...kept, words])
      form.setFocus('descricao')
    },
  }
}

function warningOf(text: string, { kind, start, end }: PrivateData): string {
  const words = text.slice(start, end)
  return privacyWarning(
    kind,
    words.length > longestQuote ? `${words.slice(0, longestQuote)}…` : words,
  )
}

function sayOpen(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 pergunta sem resposta' : `${count} perguntas sem resposta`
}

type PrivateDataButtonsProps = {
  /** By which a double click knows one find from the next. */
  words: string
  onRemove: () => void
  onKeep: () => void
}

function PrivateDataButtons({ words, onRemove, onKeep }: PrivateDataButtonsProps) {
  const keys = shortcuts['remove-private-data']
  return (
    <span className={styles.buttons}>
      <Button look="quiet" value={words} aria-keyshortcuts={useAriaKeys(keys)} onClick={onRemove}>
        Retirar <VisuallyHidden>da Descrição</VisuallyHidden>
      </Button>
      <Keys of={keys} />
      <Button look="quiet" value={words} onClick={onKeep}>
        Manter <VisuallyHidden>na Descrição</VisuallyHidden>
      </Button>
    </span>
  )
}

/** The button that takes an edit back, for a while. */
function useUndo(edit: Edit | null, onEdit: AsideProps['onEdit']) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!edit) return
    const timer = setTimeout(() => {
      // From under somebody's finger it doesn't go.
      if (document.activeElement !== button.current) onEdit(null)
    }, undoMs)
    return () => clearTimeout(timer)
  }, [edit, onEdit])
  const { undo } = edit ?? {}
  if (!undo) return undefined
  return (
    <Button
      ref={button}
      look="quiet"
      onClick={() => {
        const area = descriptionArea()
        if (area) replaceText(area, undo)
        undo.also?.()
        onEdit(null)
      }}
    >
      Desfazer <VisuallyHidden>na Descrição</VisuallyHidden>
    </Button>
  )
}
