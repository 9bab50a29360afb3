import { navigate } from 'wouter/use-browser-location'
import type { Drafts } from '../atendimento/send/drafts.ts'
import { homePath } from '../atendimento/send/ticket-address.ts'
import type { Configuracao } from '../contract/page-context.ts'
import styles from './strip.module.css'

type DemoStripProps = {
  services: Configuracao['servicos_de_demonstracao'] | undefined
  /** Puts a service of the demo into the form of `/`. */
  onTry: Drafts['fill']
}

/** Which services of the stand-in there are to try; nothing where HubSoft is a real one. */
export function DemoStrip({ services = [], onTry }: DemoStripProps) {
  if (services.length === 0) return null
  return (
    <div className={styles.strip}>
      <span>
        <strong>Demonstração</strong>: nada chega a um HubSoft de verdade. Experimente os serviços
      </span>
      {services.map(({ id_cliente_servico, mostra }) => (
        <button
          key={id_cliente_servico}
          type="button"
          title={mostra}
          onClick={() => {
            onTry({ id_cliente_servico: String(id_cliente_servico) })
            navigate(homePath)
          }}
        >
          {id_cliente_servico}
        </button>
      ))}
    </div>
  )
}
