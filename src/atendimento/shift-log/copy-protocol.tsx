import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { copyText, selectContent } from '../../ui/copy-text.ts'
import { DigitGroups } from '../../ui/digit-groups.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './copy-protocol.module.css'

type CopyProtocolProps = { id: string; protocol: string; className?: string | undefined }

/** A protocol in a row of many: its digits in groups, and a button that copies them and moves nothing. */
export function CopyProtocol({ id, protocol, className }: CopyProtocolProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle')
  async function copy() {
    const isCopied = await copyText(protocol)
    setState(isCopied ? 'copied' : 'by-hand')
    const source = document.getElementById(id)
    if (!isCopied && source) selectContent(source)
  }
  const words = { idle: 'Copiar', copied: 'Copiado', 'by-hand': 'Ctrl+C' }
  return (
    <>
      <span id={id} translate="no" className={className}>
        <DigitGroups digits={protocol} />
      </span>{' '}
      <Button look="quiet" onClick={copy} aria-label={`Copiar protocolo ${protocol}`}>
        <span className={styles.copy}>
          {Object.entries(words).map(([name, word]) => (
            <span key={name} className={name === state ? undefined : styles.hidden}>
              {word}
            </span>
          ))}
        </span>
      </Button>
      <span role="status">
        <VisuallyHidden>
          {state === 'copied' && 'Protocolo copiado.'}
          {state === 'by-hand' && 'Não consegui copiar. Pressione Ctrl+C.'}
        </VisuallyHidden>
      </span>
    </>
  )
}
