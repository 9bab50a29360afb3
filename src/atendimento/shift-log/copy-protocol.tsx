import { CopyButton } from '../../ui/copy-button.tsx'
import { DigitGroups } from '../../ui/digit-groups.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './copy-protocol.module.css'

type CopyProtocolProps = { id: string; protocol: string; className?: string | undefined }

/** A protocol in a row of many, to be copied. */
export function CopyProtocol({ id, protocol, className }: CopyProtocolProps) {
  return (
    <>
      <span id={id} translate="no" className={className}>
        <DigitGroups digits={protocol} />
      </span>{' '}
      <span className={styles.copy}>
        <CopyButton look="quiet" text={protocol} done="Copiado." sourceId={id}>
          <span className={styles.word}>Copiar</span>{' '}
          <VisuallyHidden>{`protocolo ${protocol}`}</VisuallyHidden>
        </CopyButton>
      </span>
    </>
  )
}
