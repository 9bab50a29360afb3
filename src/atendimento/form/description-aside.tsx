import { useEffect, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { descriptionLimit } from '../../contract/description.ts'
import { privateData } from '../../contract/messages.ts'
import { findPrivateData, type PrivateData, removePrivateData } from '../../contract/privacy.ts'
import { countCharacters } from '../../contract/typed-text.ts'
import { Button } from '../../ui/button.tsx'
import styles from './description-aside.module.css'
import type { AsideProps } from './field-asides.tsx'

const pauseMs = 600
const counterFrom = 0.8 * descriptionLimit

/** The value as it was when typing last paused. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return paused
}

/** The counter near the limit, and what had better not stand in a text that every technician reads. */
export function DescriptionAside({ form, isBusy }: AsideProps) {
  const text = useWatch({ control: form.control, name: 'descricao' })
  const phone = useWatch({ control: form.control, name: 'telefone' })
  const paused = usePaused(text)
  const [kept, setKept] = useState<string[]>([])
  const [removal, setRemoval] = useState<{ before: string; after: string } | null>(null)

  const count = countCharacters(paused)
  const found = findPrivateData(paused, phone).filter(
    ({ start, end }) => !kept.includes(paused.slice(start, end)),
  )
  const write = (next: string) => {
    form.setValue('descricao', next, { shouldDirty: true })
    form.setFocus('descricao')
  }
  function remove(finding: PrivateData) {
    // The places are those of the paused text: anything typed since then moves them.
    if (text !== paused) return
    const after = removePrivateData(text, finding)
    setRemoval({ before: text, after })
    write(after)
  }
  function keep({ start, end }: PrivateData) {
    setKept([...kept, paused.slice(start, end)])
    form.setFocus('descricao')
  }

  const [first] = isBusy ? [] : found
  // Only while nothing was typed since, which the text of before doesn't hold.
  const isRemoved = !isBusy && removal !== null && removal.after === text
  return (
    <>
      <span role="status" className={styles.counter}>
        {count >= counterFrom &&
          `${count.toLocaleString('pt-BR')} de ${descriptionLimit.toLocaleString('pt-BR')} caracteres`}
      </span>
      {/* There from the start, so that what appears in it is read out. */}
      <span role="status">
        {first && privateData[first.kind].warning}
        {isRemoved && 'Retirado da Descrição.'}
      </span>
      {first && (
        <>
          <Button look="quiet" onClick={() => remove(first)}>
            Retirar
          </Button>
          <Button look="quiet" onClick={() => keep(first)}>
            Manter
          </Button>
        </>
      )}
      {isRemoved && (
        <Button
          look="quiet"
          onClick={() => {
            write(removal.before)
            setRemoval(null)
          }}
        >
          Desfazer
        </Button>
      )}
    </>
  )
}
