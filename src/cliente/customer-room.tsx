import { type ComponentType, createContext, useContext, useMemo } from 'react'
import { timesIn } from '../contract/times.ts'
import type { Fetch } from '../ui/fetch-whole.ts'

/** What the page around it hands to the room. */
export type Around = {
  fetch: Fetch
  now: () => Date
  /** Null until it is known whose page it is. */
  sessao: { atendente: { usuario: string } } | null
  configuracao: { fuso_horario: string } | undefined
  /** Nobody is asked for then. */
  isSessionOver: boolean
  /** The gateway said that nobody is signed in any more. */
  onEnd: (end: { msg: string; usuario: string | undefined; wasByHand: boolean }) => void
}

export type CustomerRoom = Omit<Around, 'sessao' | 'configuracao'> & {
  /** The operator's; undefined until that is known. */
  timeZone: string | undefined
  /** For whom the page takes itself. */
  usuario: string | undefined
}

const RoomContext = createContext<CustomerRoom | null>(null)

/** A part of the room, which finds what it needs of the page by a hook of the page's. */
export function inRoom<Props extends object>(useAround: () => Around, Part: ComponentType<Props>) {
  return function InRoom(props: Props) {
    const { fetch, now, sessao, configuracao, isSessionOver, onEnd } = useAround()
    const timeZone = configuracao?.fuso_horario
    const usuario = sessao?.atendente.usuario
    const room = useMemo(
      () => ({ fetch, now, timeZone, usuario, isSessionOver, onEnd }),
      [fetch, now, timeZone, usuario, isSessionOver, onEnd],
    )
    return (
      <RoomContext value={room}>
        <Part {...props} />
      </RoomContext>
    )
  }
}

export function useCustomerRoom(): CustomerRoom {
  const room = useContext(RoomContext)
  if (!room) throw new Error('this part is not in the room')
  return room
}

/** As people read times now, in the operator's time zone. */
export function useCustomerTimes() {
  const { now, timeZone } = useCustomerRoom()
  return { times: timesIn(timeZone), now: now() }
}
