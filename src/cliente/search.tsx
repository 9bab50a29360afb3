import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Field } from '../ui/field.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { sayFailure } from './failure-words.ts'
import { FoundServices, optionId } from './found-services.tsx'
import { readTerm, type Term } from './read-term.ts'
import styles from './search.module.css'
import { type FoundService, keepFound, useSearch } from './use-look-ups.ts'
import { useSettled } from './use-settled.ts'

export type SearchProps = {
  /** A send is on its way: nothing may be picked. */
  isBusy: boolean
  /** This service is who is calling. */
  onPick: (serviceId: number) => void
}

/** Finds a customer by what they say of themselves, and lets one of their services be picked (design A-5). */
export function Search({ isBusy, onPick }: SearchProps) {
  const client = useQueryClient()
  const listId = useId()
  const { text, write, ...search } = useTypedSearch()
  const list = useList(search.found, search.isAsking || isBusy)

  function pick(found: FoundService) {
    keepFound(client, found)
    write('')
    onPick(found.servico.id_cliente_servico)
  }
  function onKeyDown(event: KeyboardEvent) {
    // A key that composes a character does nothing else; with others the browser or a shortcut has it.
    if (event.nativeEvent.isComposing) return
    // Not sent by it, with whichever key.
    if (event.key === 'Enter') event.preventDefault()
    // Held down, it would pick what nobody has read.
    if (event.key === 'Enter' && event.repeat) return
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'Enter') return list.current ? pick(list.current) : search.askNow()
    if (event.key === 'Escape') return list.isShown ? list.close() : write('')
    if (list.onKey(event.key)) event.preventDefault()
  }

  const said = sayFound(search)
  return (
    <>
      <Field
        name="busca"
        label="Ou procure o cliente"
        hint="Nome, CPF/CNPJ, telefone ou código."
        aside={<span>{search.isAsking ? sayTerm(search.term) : said || sayTerm(search.term)}</span>}
      >
        {(control) => (
          <div className={styles.box}>
            <input
              {...control}
              role="combobox"
              aria-autocomplete="list"
              aria-expanded={list.isShown}
              aria-controls={list.isShown ? listId : undefined}
              aria-activedescendant={list.current && optionId(listId, list.current)}
              autoComplete="off"
              spellCheck={false}
              enterKeyHint="search"
              readOnly={isBusy}
              value={text}
              onChange={({ target }) => {
                write(target.value)
                list.begin()
              }}
              onKeyDown={onKeyDown}
              onClick={list.open}
              onBlur={list.close}
            />
            {list.isShown && (
              <FoundServices
                listId={listId}
                found={search.found}
                active={list.active}
                hasMore={search.hasMore}
                onPick={pick}
              />
            )}
          </div>
        )}
      </Field>
      <div role="status">
        <VisuallyHidden>{said}</VisuallyHidden>
      </div>
    </>
  )
}

const nothing: Term = { kind: 'empty' }

/** What is typed, and what is found by it: asked for after a pause, or at once where somebody says so. */
function useTypedSearch() {
  const [text, write] = useState('')
  const [hurried, setHurried] = useState('')
  const isDue = useSettled(text) !== undefined || text === hurried
  const term = useMemo(() => readTerm(text), [text])
  const asked = isDue ? term : nothing
  const search = useSearch(asked.kind === 'asks' ? asked.lookUps : [])
  return {
    ...search,
    text,
    write,
    term,
    isDue,
    askNow() {
      setHurried(text)
      if (search.failure) search.askAgain()
    },
  }
}

type TypedSearch = Omit<ReturnType<typeof useTypedSearch>, 'text' | 'write'>

/** Below the field, as it is typed: what it is taken for. */
function sayTerm(term: Term): string {
  switch (term.kind) {
    case 'empty':
      return ''
    case 'not-yet':
      return term.said
    case 'asks':
      return `Procurando por ${term.by}…`
  }
}

/** What came of it; nothing before that. */
function sayFound({ term, isDue, isAsking, found, hasCustomers, hasMore, failure }: TypedSearch) {
  if (term.kind !== 'asks' || !isDue || isAsking) return ''
  const count = found.length
  if (count > 0) {
    const counted = count === 1 ? '1 serviço encontrado' : `${count} serviços encontrados`
    return `${counted}${hasMore ? ', e há mais' : ''}.`
  }
  if (failure) return sayFailure(failure, 'procurar', 'Você pode digitar o código do serviço.')
  return hasCustomers
    ? 'O cliente não tem serviço para atender.'
    : `Não encontrei ninguém por ${term.by}. Confira com quem liga.`
}

/** The list below the field: which of it is active, and whether it is there at all. */
function useList(found: FoundService[], isHeldBack: boolean) {
  const [isOpen, setIsOpen] = useState(false)
  const [place, setPlace] = useState(0)
  const isShown = isOpen && !isHeldBack && found.length > 0
  const last = found.length - 1
  const active = Math.min(place, last)
  const places: Record<string, number> = {
    ArrowDown: active === last ? 0 : active + 1,
    ArrowUp: active === 0 ? last : active - 1,
    Home: 0,
    End: last,
  }
  return {
    isShown,
    active,
    current: isShown ? found[active] : undefined,
    open: () => setIsOpen(true),
    close: () => setIsOpen(false),
    /** For what is typed anew: its first is active. */
    begin() {
      setIsOpen(true)
      setPlace(0)
    },
    /** Returns whether the key was for the list. */
    onKey(key: string): boolean {
      const next = places[key]
      if (next === undefined || (!isShown && !key.startsWith('Arrow'))) return false
      if (isShown) setPlace(next)
      else setIsOpen(true)
      return true
    },
  }
}
