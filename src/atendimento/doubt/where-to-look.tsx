import { referenceOf } from '../../contract/reference.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { wordsOf } from '../send/send-words.ts'
import styles from './doubt.module.css'

type WhereToLookProps = {
  chave: string
  serviceId: string | number | undefined
  words: ReturnType<typeof wordsOf>
  /** What to do with the reference where nothing has it. */
  children?: string
}

/** Where a person finds out what the page doesn't know, and by which reference. */
export function WhereToLook({ chave, serviceId, words, children }: WhereToLookProps) {
  const reference = referenceOf(chave)
  return (
    <Panel title="Procure no HubSoft">
      <p>
        {`${words.whereToLook}${serviceId ? ` do serviço ${serviceId}` : ''}, ${words.lookFor}`}
      </p>
      <p className={styles.reference}>
        <strong id="referencia">{reference}</strong>
        <CopyButton look="quiet" text={reference} done="Referência copiada." sourceId="referencia">
          Copiar <VisuallyHidden>a referência</VisuallyHidden>
        </CopyButton>
      </p>
      {children && <p className={styles.hint}>{children}</p>}
    </Panel>
  )
}
