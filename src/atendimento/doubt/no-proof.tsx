import paper from '../../ui/paper.module.css'

/** On the paper of a screen that has no protocol: it may be handed to a customer all the same. */
export const NoProof = () => (
  <p className={paper.onPaper} aria-hidden="true">
    Sem protocolo: isto não é um comprovante.
  </p>
)
