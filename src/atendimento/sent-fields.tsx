import { fieldNames } from '../contract/messages.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { DescriptionList } from '../ui/description-list.tsx'
import { fieldOrder } from './form/use-ticket-form.ts'
import type { TypedTicket } from './sent-tickets.ts'
import styles from './unknown-screen.module.css'

/** What was sent, to be read and copied. */
export function SentFields({ typed }: { typed: TypedTicket }) {
  const rows = fieldOrder.map((name) => {
    const value = typed[name]
    const text = typeof value === 'boolean' ? (value ? 'Sim' : 'Não') : value
    return { term: fieldNames[name], value: text || '(em branco)' }
  })
  return (
    <section aria-labelledby="titulo-enviado" className={styles.sent}>
      <h2 id="titulo-enviado">O que foi enviado</h2>
      <DescriptionList rows={rows} />
      <CopyButton
        text={rows.map(({ term, value }) => `${term}: ${value}`).join('\n')}
        done="Dados copiados."
      >
        Copiar meus dados
      </CopyButton>
    </section>
  )
}
