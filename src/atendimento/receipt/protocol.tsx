import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import paper from '../../ui/paper.module.css'
import styles from './protocol.module.css'
import { ProtocolNumber } from './protocol-number.tsx'
import { spellProtocol } from './spell-protocol.ts'

type Six = 'seis' | 'meia'
type ProtocolProps = { protocol: string; attendantUser: string }

const preferenceOf = (attendantUser: string) => `novo-atendimento:seis:${attendantUser}`

function rememberedSix(attendantUser: string): Six {
  try {
    return localStorage.getItem(preferenceOf(attendantUser)) === 'seis' ? 'seis' : 'meia'
  } catch {
    return 'meia'
  }
}

/** The protocol for a phone call: digits to copy, groups to see, words to say. */
export function Protocol({ protocol, attendantUser }: ProtocolProps) {
  const [chosen, setChosen] = useState<Six | null>(null)
  // Read anew: after a reload the receipt may be there before it is known whose it is.
  const six = chosen ?? rememberedSix(attendantUser)
  const other: Six = six === 'meia' ? 'seis' : 'meia'

  function switchSix() {
    setChosen(other)
    try {
      localStorage.setItem(preferenceOf(attendantUser), other)
    } catch {
      // Storage is blocked in some frames: the choice lasts as long as this screen.
    }
  }

  return (
    <>
      <ProtocolNumber protocol={protocol} />
      <p aria-hidden="true" className={paper.onPaper}>{`Protocolo: ${protocol}`}</p>
      <p className={styles.dictation}>
        <span className={styles.muted}>Para ditar: </span>
        {spellProtocol(protocol, six)}
      </p>
      <Button look="quiet" onClick={switchSix}>{`Dizer “${other}” para o 6`}</Button>
    </>
  )
}
