import { useEffect, useLayoutEffect, useRef } from 'react'
import { readServiceId } from '../../../contract/service-id.ts'
import { Part } from '../../../ui/boundary.tsx'
import { isTyping, keepInPlace } from '../../../ui/keep-in-place.ts'
import type { CardProps } from '../../send/caller-parts.ts'
import { useDesk } from '../../send/use-desk.ts'
import type { OpenForm } from '../open-form.ts'
import styles from '../ticket-form.module.css'
import { useStarts, useTyped } from '../typing.ts'
import { createFillIn, focusNext, takeBack } from './fill-in.ts'

type CallerProps = { state: OpenForm; isBusy: boolean }

/** Beside the service's field: who is calling, by whatever they say of themselves. */
export function CallerSearch({ state, isBusy }: CallerProps) {
  const { caller } = useDesk()
  // What was searched for before is another call's.
  const starts = useStarts(state.typing)
  if (!caller) return null
  function pick(serviceId: number) {
    const { form, sources, recheck } = state
    const { id_cliente_servico: _former, ...others } = sources.latest()
    form.setValue('id_cliente_servico', String(serviceId))
    sources.put(others)
    recheck('id_cliente_servico')
  }
  return (
    <Part>
      <caller.Search key={starts} isBusy={isBusy} onPick={pick} />
    </Part>
  )
}

type CallerCardProps = CallerProps & Pick<CardProps, 'onAppend'>

/** Whose service it is that stands in its field, and what is open there already. */
export function CallerCard({ state, isBusy, onAppend }: CallerCardProps) {
  const { caller } = useDesk()
  const serviceId = useServiceId(state)
  return (
    <div ref={useTypingInPlace()} className={styles.caller}>
      {caller && (
        <Part>
          <caller.Card
            serviceId={serviceId}
            isBusy={isBusy}
            onUse={(values, label) => {
              const ofService = serviceId !== null && { serviceId }
              createFillIn(state)(values, { label, rank: 'card', ...ofService })
              focusNext(state)
            }}
            onAppend={onAppend}
            onListRead={state.seenList.put}
          />
        </Part>
      )}
    </div>
  )
}

/** The one in the field. What was taken over from another's card, now or before the page was loaded, goes. */
function useServiceId(state: OpenForm): number | null {
  const reading = readServiceId(useTyped(state.typing, 'id_cliente_servico', true))
  const serviceId = 'value' in reading ? reading.value : null
  useEffect(() => takeBack(state, serviceId))
  return serviceId
}

/** Where the card stands above the form, what is being typed in below stays where it is as the card comes and goes. */
function useTypingInPlace() {
  const card = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { current } = card
    if (!current) return
    let heightPx = current.getBoundingClientRect().height
    const watch = new ResizeObserver(() => {
      const before = heightPx
      heightPx = current.getBoundingClientRect().height
      const { activeElement: written } = document
      if (before === heightPx || !written || !isTyping() || !isAbove(current, written)) return
      keepInPlace(written, current, before)
    })
    watch.observe(current)
    return () => watch.disconnect()
  }, [])
  return card
}

function isAbove(card: Element, field: Element): boolean {
  const isBefore = card.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING
  const [one, other] = [card.getBoundingClientRect(), field.getBoundingClientRect()]
  return isBefore !== 0 && one.left < other.right && other.left < one.right
}
