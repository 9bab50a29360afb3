import { Button } from '../ui/button.tsx'
import type { Call } from './call.ts'
import type { CallNews } from './calls.ts'
import styles from './host-line.module.css'

type HostLineProps = { news: CallNews; onBegin: () => void }

/** Above every screen: what came of the last call, and the next one while somebody is still busy with another. */
export function HostLine({ news: { said, waiting }, onBegin }: HostLineProps) {
  return (
    <div className={waiting ? `${styles.line} ${styles.waiting}` : styles.line}>
      <p role="status">{waiting ? sayWaiting(waiting) : said}</p>
      {waiting && (
        <Button look="quiet" onClick={onBegin}>
          Começar próximo atendimento
        </Button>
      )}
    </div>
  )
}

/** Another's text: no more of it than a service's number has. */
function sayWaiting({ values: { id_cliente_servico: service = '' } }: Call): string {
  return /^\d{1,10}$/.test(service) ? `Nova ligação: serviço ${service}.` : 'Nova ligação.'
}
