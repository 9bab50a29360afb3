import { goToField } from '../ui/go-to-field.ts'
import styles from './strip.module.css'

type FormerDraftProps = {
  /** The attendant whose text was taken off the page. */
  name: string | null
  onClose: () => void
}

/** Says why the form is empty; there from the start, so that it is read out. */
export function FormerDraft({ name, onClose }: FormerDraftProps) {
  return (
    <div className={name ? styles.strip : undefined}>
      <p role="status">
        {name && (
          <>
            <strong>{`Este rascunho pertence a ${name}.`}</strong> Foi retirado desta página; o
            formulário está vazio.
          </>
        )}
      </p>
      {name && (
        <button
          type="button"
          onClick={() => {
            goToField('id_cliente_servico')
            onClose()
          }}
        >
          Entendi
        </button>
      )}
    </div>
  )
}
