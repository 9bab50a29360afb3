import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import paper from '../../ui/paper.module.css'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './protocol.module.css'
import { ProtocolNumber } from './protocol-number.tsx'
import { spellProtocol } from './spell-protocol.ts'

type Six = 'seis' | 'meia'
type ProtocolProps = {
  protocol: string
  attendantUser: string
  /** What to do with it: the first stop of the keyboard, below the words to the eye. */
  children: ReactNode
}

/** Id of the protocol in words. */
export const dictationId = 'protocolo-ditado'

const preferenceOf = (attendantUser: string) => `novo-atendimento:seis:${attendantUser}`

function rememberedSix(attendantUser: string): Six {
  try {
    return localStorage.getItem(preferenceOf(attendantUser)) === 'seis' ? 'seis' : 'meia'
  } catch {
    return 'meia'
  }
}

/** The protocol for a phone call: digits to copy, groups to see, words to say. */
export function Protocol({ protocol, attendantUser, children }: ProtocolProps) {
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
    <div className={styles.protocol}>
      <ProtocolNumber protocol={protocol} />
      <p aria-hidden="true" className={paper.onPaper}>{`Protocolo: ${protocol}`}</p>
      <div className={styles.actions}>{children}</div>
      <div className={styles.dictation}>
        <p className={styles.label}>
          Para ditar
          <Button look="quiet" onClick={switchSix}>
            {`dizer “${other}”`} <VisuallyHidden>para o 6</VisuallyHidden>
          </Button>
        </p>
        <p id={dictationId}>{spellProtocol(protocol, six)}</p>
      </div>
    </div>
  )
}
