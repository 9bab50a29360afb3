import { callKeys, fieldNames, messageName } from '../../contract/fields.ts'
import type { TipoDeAtendimento } from '../../contract/page-context.ts'
import { typeName } from '../../contract/ticket-type.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Panel } from '../../ui/panel.tsx'
import paper from '../../ui/paper.module.css'
import { Phone } from '../receipt/phone.tsx'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useDesk } from '../send/use-desk.ts'
import styles from './sent-fields.module.css'

const serviceOf = (typed: TypedTicket) =>
  `${fieldNames.id_cliente_servico}: ${typed.id_cliente_servico || '(em branco)'}`

/** Of what is added to a ticket. */
const textOfMessage = (typed: TypedTicket) =>
  `${serviceOf(typed)}\n${messageName}: ${typed.descricao}`

/** All of it in one text, a line each; the type where it has one, by what it is called among these. */
export function textOf(typed: TypedTicket, types: TipoDeAtendimento[] = []): string {
  const lines = callKeys.map((name) => {
    const value = typed[name]
    const text = typeof value === 'boolean' ? (value ? 'Sim' : 'Não') : value
    return `${fieldNames[name]}: ${text || '(em branco)'}`
  })
  const type = typeName(typed.id_tipo_atendimento, types)
  return [...lines, ...(type ? [`${fieldNames.id_tipo_atendimento}: ${type}`] : [])].join('\n')
}

type SentFieldsProps = {
  typed: TypedTicket
  title?: string
  /** It is added to a ticket: of the fields the service and the text alone went out. */
  isMessage?: boolean | undefined
  /** A button beside says the same: there is one to copy them. */
  hasNoCopy?: boolean
  /** A reload may take it: all of it is in view. */
  isUnfolded?: boolean
}

/** What was sent, to be read and copied. */
export function SentFields(props: SentFieldsProps) {
  const { typed, title = 'O que foi enviado', hasNoCopy = false, isUnfolded = false } = props
  const { isMessage = false } = props
  const types = useDesk().configuracao?.tipos_de_atendimento ?? []
  const service = { term: 'Serviço', value: typed.id_cliente_servico }
  const fields = [
    { term: 'Solicitante', value: typed.nome },
    { term: 'Telefone', value: typed.telefone && <Phone>{typed.telefone}</Phone> },
    { term: 'E-mail', value: typed.email },
    { term: 'OS', value: typed.abrir_os ? 'Pedida' : 'Não pedida' },
    { term: 'Tipo', value: typeName(typed.id_tipo_atendimento, types) },
  ]
  return (
    <Panel title={title}>
      <DescriptionList
        rows={[service, ...(isMessage ? [] : fields)].filter(({ value }) => value)}
      />
      {typed.descricao && (
        <p aria-hidden="true" className={`${styles.text} ${paper.onPaper}`}>
          {typed.descricao}
        </p>
      )}
      {typed.descricao && (
        <details className={styles.description} open={isUnfolded}>
          <summary>{isMessage ? messageName : fieldNames.descricao}</summary>
          <p className={styles.text}>{typed.descricao}</p>
        </details>
      )}
      {!hasNoCopy && (
        <div>
          <CopySent typed={typed} isMessage={isMessage} />
        </div>
      )}
    </Panel>
  )
}

export function CopySent({ typed, isMessage }: Pick<SentFieldsProps, 'typed' | 'isMessage'>) {
  const types = useDesk().configuracao?.tipos_de_atendimento
  return (
    <CopyButton
      text={isMessage ? textOfMessage(typed) : textOf(typed, types)}
      done="Dados copiados."
    >
      Copiar meus dados
    </CopyButton>
  )
}
