import { type MouseEvent, memo, useEffect, useRef } from 'react'
import { Badge } from '../ui/badge.tsx'
import { documentOf, nameOf } from './contact.ts'
import styles from './search.module.css'
import { planOf, stateOf } from './service-words.ts'
import type { FoundService } from './use-look-ups.ts'

type FoundServicesProps = {
  listId: string
  found: FoundService[]
  active: number
  /** There are more than those found. */
  hasMore: boolean
  onPick: (found: FoundService) => void
}

export const optionId = (listId: string, { servico }: FoundService) =>
  `${listId}-${servico.id_cliente_servico}`

/** The services found, over what is below: nothing moves as they come and go. */
export function FoundServices({ listId, found, active, hasMore, onPick }: FoundServicesProps) {
  const current = found[active]
  const currentId = current && optionId(listId, current)
  const shownId = useRef(currentId)
  useEffect(() => {
    // Moves nothing as the list comes, only as somebody walks through it.
    if (currentId && shownId.current !== currentId) {
      document.getElementById(currentId)?.scrollIntoView({ block: 'nearest' })
    }
    shownId.current = currentId
  }, [currentId])
  function pickAt({ target }: MouseEvent) {
    const option = target instanceof Element ? target.closest('[role="option"]') : null
    const picked = found.find((one) => optionId(listId, one) === option?.id)
    if (picked) onPick(picked)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus, and has the keys
    <div className={styles.found} onMouseDown={(event) => event.preventDefault()}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
      <div
        role="listbox"
        id={listId}
        aria-label="Serviços encontrados"
        tabIndex={-1}
        className={styles.list}
        onClick={pickAt}
      >
        {found.map((one) => (
          <Option
            key={one.servico.id_cliente_servico}
            id={optionId(listId, one)}
            found={one}
            isActive={one === current}
          />
        ))}
      </div>
      {hasMore && <p className={styles.more}>Há mais: escreva mais do nome, ou use outro dado.</p>}
    </div>
  )
}

type OptionProps = { id: string; found: FoundService; isActive: boolean }

const Option = memo(({ id, found, isActive }: OptionProps) => {
  const { cliente, servico, busca } = found
  const state = stateOf(servico)
  const ids = [
    // Where digits may be either number, this says which.
    busca === 'codigo_cliente' && `Cliente ${cliente.codigo_cliente}`,
    `Serviço ${planOf(servico)}`,
    documentOf(cliente)?.value,
  ]
  return (
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      tabIndex={-1}
      className={isActive ? `${styles.option} ${styles.active}` : styles.option}
    >
      <span className={styles.head}>
        <strong>{nameOf(cliente)}</strong>{' '}
        {state && <Badge {...(state.tone && { tone: state.tone })}>{state.word}</Badge>}
      </span>{' '}
      <span className={styles.line}>{ids.filter(Boolean).join(' · ')}</span>{' '}
      {servico.endereco_instalacao && (
        <span className={styles.line}>{servico.endereco_instalacao}</span>
      )}
    </div>
  )
})
