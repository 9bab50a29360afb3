import { Button } from '../ui/button.tsx'
import { goToField } from '../ui/go-to-field.ts'
import styles from './banner.module.css'

type FormerDraftProps = {
  /** The attendant whose text was taken off the page. */
  name: string | null
  onClose: () => void
}

/** Says why the form is empty; there from the start, so that it is read out. */
export function FormerDraft({ name, onClose }: FormerDraftProps) {
  return (
    <div className={name ? `${styles.banner} ${styles.closable}` : undefined}>
      <p role="status">
        {name && (
          <>
            <strong>{`Este rascunho pertence a ${name}.`}</strong> Foi retirado desta página; o
            formulário está vazio.
          </>
        )}
      </p>
      {name && (
        <Button
          look="quiet"
          onClick={() => {
            goToField('id_cliente_servico')
            onClose()
          }}
        >
          Entendi
        </Button>
      )}
    </div>
  )
}
