import { useId } from 'react'
import type { ShownCliente } from '../contract/cliente.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { DescriptionList } from '../ui/description-list.tsx'
import { PanelHead } from '../ui/panel.tsx'
import styles from './card.module.css'
import { type Contact, documentOf, nameOf, offersOf } from './contact.ts'
import { useCustomerTimes } from './customer-room.tsx'
import { planOf, sayConnection, stateOf } from './service-words.ts'
import type { CustomerService } from './use-look-ups.ts'

type ServiceCardProps = CustomerService & {
  isBusy: boolean
  onUse: (values: Contact, label: string) => void
}

/** Where what is taken over came from, as the field below says it. */
const record = 'cadastro do HubSoft'

/** Whom the attendant is talking to, and what the operator wants said first. */
export function ServiceCard({ cliente, servico, isBusy, onUse }: ServiceCardProps) {
  const titleId = useId()
  const { times, now } = useCustomerTimes()
  const state = stateOf(servico)
  const connection = sayConnection(servico, times, now)
  const document = documentOf(cliente)
  const rows = [
    { term: 'Serviço', value: planOf(servico) },
    { term: 'Endereço', value: servico.endereco_instalacao },
    {
      term: 'Conexão',
      value: connection && (
        <>
          {connection} <span className={styles.muted}>segundo o RADIUS</span>
        </>
      ),
    },
    ...(document ? [document] : []),
  ]
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <PanelHead>
        <h2 id={titleId}>{nameOf(cliente)}</h2>
        {state && <Badge {...(state.tone && { tone: state.tone })}>{state.word}</Badge>}
      </PanelHead>
      <Alerts lines={alertsOf(cliente)} />
      <DescriptionList rows={rows.filter(({ value }) => value)} />
      <div className={styles.offers}>
        {offersOf(cliente).map(({ label, values }, place) => (
          <Button
            key={label}
            look={place === 0 ? 'plain' : 'chip'}
            aria-disabled={isBusy || undefined}
            onClick={() => !isBusy && onUse(values, record)}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  )
}

// So that the form stays in view whatever the operator writes.
const mostAlerts = 5
const longestAlert = 500

const alertsOf = ({ alerta_mensagens }: ShownCliente) =>
  alerta_mensagens
    .map((alert) => alert.slice(0, longestAlert).trim())
    .filter(Boolean)
    .slice(0, mostAlerts)

const endSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

function Alerts({ lines }: { lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <div className={styles.alert}>
      <h3>Aviso de rede</h3>
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a notice is its place
        <p key={place}>
          {endSentence(line)}
          {place === lines.length - 1 && ' Antes de abrir, confira se o caso é este.'}
        </p>
      ))}
    </div>
  )
}

/** The same for a voice, once: the notice is said before a word is typed. */
export function sayService({ cliente, servico }: CustomerService): string {
  const plan = servico.nome?.trim()
  const said = [
    nameOf(cliente),
    plan && `plano ${plan}`,
    stateOf(servico)?.word.toLocaleLowerCase('pt-BR'),
  ]
  const alerts = alertsOf(cliente).map(endSentence)
  const notice =
    alerts.length > 0
      ? ` Aviso de rede para este cliente: ${alerts.join(' ')} Antes de abrir, confira se o caso é este aviso.`
      : ''
  return `Serviço ${servico.id_cliente_servico}: ${said.filter(Boolean).join(', ')}.${notice}`
}
