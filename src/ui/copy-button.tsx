import { type ReactNode, useEffect, useRef, useState } from 'react'
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

/** Copies, and says whether it did: in the button's own place, so that nothing moves, until the next thing is done. */
export function CopyButton({ text, done, sourceId, look, chord, children }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle')
  const box = useRef<HTMLSpanElement>(null)
  const opener = useRef<HTMLButtonElement>(null)

  async function copy() {
    const copied = await copyText(text)
    setState(copied ? 'copied' : 'by-hand')
    const source = sourceId && document.getElementById(sourceId)
    if (!copied && source) selectContent(source)
  }

  useChord(chord, copy)

  useEffect(() => {
    if (state === 'idle') return
    const leave = ({ type, target }: Event) => {
      // What is there to be copied by hand stays for the keys that copy it.
      const isInside = target instanceof Node && box.current?.contains(target)
      if (state === 'by-hand' && (type === 'keydown' || isInside)) return
      setState('idle')
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('keydown', leave)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('keydown', leave)
    }
  }, [state])

  function close() {
    setState('idle')
    opener.current?.focus()
  }

  const isShown = state === 'by-hand' && !sourceId
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc puts away what the button in it has shown
    <span ref={box} className={styles.copy} onKeyDown={isShown ? onEscape(close) : undefined}>
      <Button
        ref={opener}
        {...(look && { look })}
        aria-keyshortcuts={useAriaKeys(chord)}
        onClick={copy}
      >
        {children}
      </Button>
      <span className={state === 'idle' ? styles.said : `${styles.said} ${styles[state]}`}>
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
    </span>
  )
}
