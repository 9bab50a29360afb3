import { isOnApple, isOnWindows, writeChord } from '../ui/chord.ts'
import { KeyCap } from '../ui/keys.tsx'
import { switchShortcuts, useShortcutsOn } from '../ui/shortcut-switch.ts'
import { listedShortcuts } from './shortcut-words.ts'
import styles from './shortcuts-panel.module.css'

/** Every key that this computer lets work, and the switch for all of them. */
export function ShortcutsPanel() {
  const isOn = useShortcutsOn()
  const listed = listedShortcuts.filter(({ chord }) => chord.modifier === 'Ctrl' || !isOnApple())
  return (
    <section aria-labelledby="titulo-atalhos" className={styles.panel}>
      <h2 id="titulo-atalhos">Atalhos de teclado</h2>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => switchShortcuts(event.target.checked)}
        />
        Usar atalhos
      </label>
      <dl className={isOn ? styles.list : `${styles.list} ${styles.off}`}>
        {listed.map(({ chord, does }) => (
          <Row key={does} keys={writeChord(chord)} does={does} />
        ))}
        <Row keys="Esc" does="Fechar o que um botão abriu" />
      </dl>
      {!isOnWindows() && !isOnApple() && (
        <p className={styles.note}>
          Fora do Windows, o navegador pode usar Alt com número para as abas dele.
        </p>
      )}
    </section>
  )
}

function Row({ keys, does }: { keys: string; does: string }) {
  return (
    <div>
      <dt>
        <KeyCap>{keys}</KeyCap>
      </dt>
      <dd>{does}</dd>
    </div>
  )
}
