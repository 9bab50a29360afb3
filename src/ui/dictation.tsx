import { useState } from 'react'
import { Button } from './button.tsx'
import styles from './dictation.module.css'
import { type Six, spellDigits } from './spell-digits.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

type DictationProps = {
  digits: string
  /** Whoever reads it out: for whom this browser remembers how the six is said. */
  reader: string
  /** Of the words. */
  id?: string
}

const preferenceOf = (reader: string) => `novo-atendimento:seis:${reader}`

function rememberedSix(reader: string): Six {
  try {
    return localStorage.getItem(preferenceOf(reader)) === 'seis' ? 'seis' : 'meia'
  } catch {
    return 'meia'
  }
}

/** A long number in words, to be said on the phone. */
export function Dictation({ digits, reader, id }: DictationProps) {
  const [chosen, setChosen] = useState<Six | null>(null)
  // Read anew: after a reload it may be there before it is known who reads.
  const six = chosen ?? rememberedSix(reader)
  const other: Six = six === 'meia' ? 'seis' : 'meia'

  function switchSix() {
    setChosen(other)
    try {
      localStorage.setItem(preferenceOf(reader), other)
    } catch {
      // Storage is blocked in some frames: the choice lasts as long as this screen.
    }
  }

  return (
    <div className={styles.dictation}>
      <p className={styles.label}>
        Para ditar
        <Button look="quiet" onClick={switchSix}>
          {`dizer “${other}”`} <VisuallyHidden>para o 6</VisuallyHidden>
        </Button>
      </p>
      <p id={id}>{spellDigits(digits, six)}</p>
    </div>
  )
}
