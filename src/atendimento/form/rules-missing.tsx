import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'

type RulesMissingProps = {
  /** What was typed outlives a reload. */
  isKept: boolean
  onReload: () => void
}

/** The file with the rules didn't come, without which nothing is sent: browsers ask for it again at a reload. */
export function RulesMissing({ isKept, onReload }: RulesMissingProps) {
  return (
    <Notice tone="warning" title="Nada foi enviado" takesFocus>
      <p>Uma parte desta página não chegou, e sem ela não posso enviar.</p>
      <p>
        {isKept
          ? 'Seus dados ficam guardados nesta aba: com internet, recarregue a página e envie de novo.'
          : 'Seus dados não estão guardados: copie o que escreveu antes de recarregar a página.'}
      </p>
      <Button onClick={onReload}>Recarregar a página</Button>
    </Notice>
  )
}
