import paper from '../../ui/paper.module.css'
import styles from './demo-warning.module.css'

/** Beside a protocol that no HubSoft knows. */
export function DemoWarning() {
  return (
    <p className={styles.warning}>
      <span className={paper.onScreen}>DEMONSTRAÇÃO: não dite este protocolo</span>
      <span className={paper.onPaper} aria-hidden="true">
        DEMONSTRAÇÃO: protocolo sem valor
      </span>
    </p>
  )
}
