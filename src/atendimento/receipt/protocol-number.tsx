import { DigitGroups } from '../../ui/digit-groups.tsx'
import styles from './protocol-number.module.css'

/** The protocol that everything is about, on which other programs rely: its digits alone are its text. */
export const ProtocolNumber = ({ protocol }: { protocol: string }) => (
  <p id="protocolo" translate="no" className={styles.protocol}>
    <DigitGroups digits={protocol} />
  </p>
)
