import type { ReactNode } from 'react'
import { Dictation } from '../../ui/dictation.tsx'
import paper from '../../ui/paper.module.css'
import styles from './protocol.module.css'
import { ProtocolNumber } from './protocol-number.tsx'

type ProtocolProps = {
  protocol: string
  attendantUser: string
  /** What to do with it: the first stop of the keyboard, below the words to the eye. */
  children: ReactNode
}

/** Id of the protocol in words. */
export const dictationId = 'protocolo-ditado'

/** The protocol for a phone call: digits to copy, groups to see, words to say. */
export const Protocol = ({ protocol, attendantUser, children }: ProtocolProps) => (
  <div className={styles.protocol}>
    <ProtocolNumber protocol={protocol} />
    <p aria-hidden="true" className={paper.onPaper}>{`Protocolo: ${protocol}`}</p>
    <div className={styles.actions}>{children}</div>
    <Dictation id={dictationId} digits={protocol} reader={attendantUser} />
  </div>
)
