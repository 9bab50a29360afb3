import { useScreenHeading } from '../../ui/use-screen-heading.ts'
import { useLaterScreens } from '../use-later-screens.ts'
import type { ShiftLogProps } from './shift-log.tsx'

/** The shift log, or what can be said until its file is there. */
export function ShiftLogScreen(props: ShiftLogProps) {
  const { part, isError } = useLaterScreens()
  return part ? <part.ShiftLog {...props} /> : <Loading isInVain={isError} />
}

function Loading({ isInVain }: { isInVain: boolean }) {
  const heading = useScreenHeading('Abertos por mim hoje')
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        Abertos por mim hoje
      </h1>
      <p role="status">
        {isInVain ? 'Não consegui carregar esta tela: recarregue a página.' : 'Carregando a lista…'}
      </p>
    </>
  )
}
