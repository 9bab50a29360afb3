import { Part } from '../ui/boundary.tsx'
import { Panel } from '../ui/panel.tsx'
import styles from './other-sends.module.css'
import { useLater } from './use-later.ts'

type OtherSendsProps = {
  /** The key of the form below it. */
  formKey: string
  /** The key of the send whose form it is; null for one that wasn't sent. */
  chave: string | null
}

/** What else there is to know before the next ticket is opened, and the way to the rest of it. */
export function OtherSends({ chave, formKey }: OtherSendsProps) {
  const later = useLater()
  return (
    <Panel title="Quem está ligando">
      <p className={styles.hint}>
        Digite o código do serviço, ou procure pelo que o cliente disser: nome, CPF, telefone. O
        cadastro e os atendimentos abertos aparecem aqui.
      </p>
      {chave === null && later && (
        <Part>
          <later.screens.LastSends formKey={formKey} />
        </Part>
      )}
      {chave === null && later && <later.screens.OtherCleared />}
    </Panel>
  )
}
