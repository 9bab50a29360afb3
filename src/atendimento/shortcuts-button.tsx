import { useId, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { onEscape } from '../ui/on-escape.ts'
import { useDesk } from './send/use-desk.ts'
import styles from './shortcuts-button.module.css'
import { useLater } from './use-later.ts'

/** Shows and hides the list of keys, which is in the flow: a box over the page would cover what is typed in. */
export function ShortcutsButton() {
  const [isOpen, setIsOpen] = useState(false)
  const { isLaterMissing } = useDesk()
  const later = useLater()
  const panelId = useId()
  const opener = useRef<HTMLButtonElement>(null)
  function close() {
    setIsOpen(false)
    opener.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc is a shorter way to the button in it
    <div className={styles.shortcuts} onKeyDown={isOpen ? onEscape(close) : undefined}>
      <Button
        ref={opener}
        look="quiet"
        aria-label="Atalhos de teclado"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        Atalhos
      </Button>
      {isOpen && (
        <div id={panelId} ref={bringIntoView} className={styles.panel}>
          {later ? (
            <later.screens.ShortcutsPanel />
          ) : (
            <p role="status">
              {isLaterMissing
                ? 'Não consegui carregar a lista: recarregue a página.'
                : 'Carregando a lista…'}
            </p>
          )}
        </div>
      )}
    </div>
  )
}

const bringIntoView = (panel: HTMLElement | null) => panel?.scrollIntoView({ block: 'nearest' })
