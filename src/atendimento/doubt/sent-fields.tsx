import { useId } from 'react'
import { fieldNames, wireKeys } from '../../contract/fields.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import type { TypedTicket } from '../send/typed-ticket.ts'
import styles from './sent-fields.module.css'

function rowsOf(typed: TypedTicket) {
  return wireKeys.map((name) => {
    const value = typed[name]
    const text = typeof value === 'boolean' ? (value ? 'Sim' : 'Não') : value
    return { term: fieldNames[name], value: text || '(em branco)' }
  })
}

/** All of it in one text, a line each. */
export const textOf = (typed: TypedTicket) =>
  rowsOf(typed)
    .map(({ term, value }) => `${term}: ${value}`)
    .join('\n')

type SentFieldsProps = { typed: TypedTicket; title?: string }

/** What was sent, to be read and copied. */
export function SentFields({ typed, title = 'O que foi enviado' }: SentFieldsProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className={styles.sent}>
      <h2 id={titleId}>{title}</h2>
      <DescriptionList rows={rowsOf(typed)} />
      <CopyButton text={textOf(typed)} done="Dados copiados.">
        Copiar meus dados
      </CopyButton>
    </section>
  )
}
