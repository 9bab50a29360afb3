import { type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { type Chord, useAriaKeys, useChord } from './chord.ts'
import styles from './copy-button.module.css'
import { copyText, selectContent } from './copy-text.ts'
import { onEscape } from './on-escape.ts'

type CopyButtonProps = {
  text: string
  /** Said once it is really on the clipboard. */
  done: string
  /** Id of the element to leave selected where copying is forbidden; else the text is shown. */
  sourceId?: string
  look?: 'primary' | 'plain' | 'quiet'
  /** Keys that do the same. */
  chord?: Chord
  children: ReactNode
}

/** Copies, and says whether it did. */
export function CopyButton({ text, done, sourceId, look, chord, children }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle')
  const opener = useRef<HTMLButtonElement>(null)

  async function copy() {
    const copied = await copyText(text)
    setState(copied ? 'copied' : 'by-hand')
    const source = sourceId && document.getElementById(sourceId)
    if (!copied && source) selectContent(source)
  }

  useChord(chord, copy)

  function close() {
    setState('idle')
    opener.current?.focus()
  }

  const isShown = state === 'by-hand' && !sourceId
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc puts away what the button in it has shown
    <span className={styles.copy} onKeyDown={isShown ? onEscape(close) : undefined}>
      <Button
        ref={opener}
        {...(look && { look })}
        aria-keyshortcuts={useAriaKeys(chord)}
        onClick={copy}
      >
        {children}
      </Button>
      <span role="status">
        {state === 'copied' && done}
        {state === 'by-hand' && 'Não consegui copiar. Pressione Ctrl+C.'}
      </span>
      {isShown && (
        <textarea
          className={styles.text}
          readOnly
          rows={4}
          aria-label="Texto para copiar"
          value={text}
          ref={(area) => area?.select()}
        />
      )}
    </span>
  )
}
