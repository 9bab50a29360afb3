import { Screen } from '../../ui/screen.tsx'
import { useLaterScreens } from '../use-later-screens.ts'

/** The shift log, or what can be said until its file is there. */
export function ShiftLogScreen() {
  const { part, isError } = useLaterScreens()
  return part ? <part.ShiftLog /> : <Loading isInVain={isError} />
}

function Loading({ isInVain }: { isInVain: boolean }) {
  return (
    <Screen title="Abertos por mim hoje" isWide>
      <p role="status">
        {isInVain ? 'Não consegui carregar esta tela: recarregue a página.' : 'Carregando a lista…'}
      </p>
    </Screen>
  )
}
