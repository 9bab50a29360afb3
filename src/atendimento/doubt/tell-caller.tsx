import paper from '../../ui/paper.module.css'

type TellCallerProps = {
  /** It was sent; else that much isn't known, either. */
  wasSent: boolean
}

/** What the customer on the line can be told in truth, while nobody knows. */
export function TellCaller({ wasSent }: TellCallerProps) {
  return (
    <p className={paper.onScreen}>
      Diga ao cliente:{' '}
      <q>
        {wasSent
          ? 'Seu pedido foi registrado e eu retorno com o protocolo.'
          : 'Anotei o seu pedido e eu retorno com o protocolo.'}
      </q>
    </p>
  )
}
