import { useScreenHeading } from '../../ui/use-screen-heading.ts'
import { useLaterScreens } from '../use-later-screens.ts'

/** The shift log, or what can be said until its file is there. */
export function ShiftLogScreen() {
  const { part, isError } = useLaterScreens()
  return part ? <part.ShiftLog /> : <Loading isInVain={isError} />
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
