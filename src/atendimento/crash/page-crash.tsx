import { useState } from 'react'
import { callKeys, emptyTicket, fieldNames } from '../../contract/fields.ts'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import styles from './page-crash.module.css'

/** What can be said where nothing else works any more: all of it comes with the page. */
export function PageCrash() {
  // In the first rendering: what broke is still in the document, and gone right after.
  const [protocol] = useState(() => document.getElementById('protocolo')?.textContent)
  const [typed] = useState(typedInForm)
  return (
    <Screen
      title="A página parou de funcionar"
      tone="error"
      foot={
        <Button look="primary" onClick={() => location.reload()}>
          Recarregar
        </Button>
      }
    >
      {protocol && <p>Protocolo: {protocol}</p>}
      <p>
        Não envie nem abra outro antes de recarregar. Recarregar não envia nada: a página pergunta
        ao servidor o que houve.
      </p>
      {typed && (
        <label className={styles.typed}>
          Copie antes o que estava escrito:
          <textarea readOnly rows={8} value={typed} />
        </label>
      )}
    </Screen>
  )
}

function typedInForm(): string {
  const form = new FormData(document.querySelector('textarea')?.form ?? undefined)
  return callKeys
    .filter((name) => form.get(name))
    .map((name) => `${fieldNames[name]}: ${emptyTicket[name] === false ? 'Sim' : form.get(name)}`)
    .join('\n')
}
