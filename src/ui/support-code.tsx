import styles from './support-code.module.css'

/** What the attendant hands on to whoever looks a fault up in the log; nothing where there is none. */
export function SupportCode({ id }: { id: string | undefined }) {
  if (!id) return null
  return (
    <p className={styles.code}>
      Código para o suporte: <span translate="no">{id}</span>
    </p>
  )
}
