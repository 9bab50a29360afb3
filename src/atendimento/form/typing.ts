import { useEffect, useState, useSyncExternalStore } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { emptyTicket, type WireKey, wireKeys } from '../../contract/fields.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'

// A text is warned of less hastily than a number is read back.
const pauseMs = (name: string) => (name === 'descricao' ? 600 : 150)

/**
 * What stands in the fields, and what stood there when typing last paused: what is said of a field renders by that,
 * not with each key, of whose script it was a third.
 */
function createTyping(read: () => TypedTicket) {
  let paused = read()
  let timer: ReturnType<typeof setTimeout> | undefined
  let starts = 0
  const [listeners, followers] = [new Set<() => void>(), new Set<() => void>()]

  function settle() {
    clearTimeout(timer)
    paused = read()
    for (const tell of [...listeners, ...followers]) tell()
  }
  const into = (set: Set<() => void>) => (listener: () => void) => {
    set.add(listener)
    return () => void set.delete(listener)
  }
  return {
    /** A letter more, or less. */
    go(name: string) {
      clearTimeout(timer)
      timer = setTimeout(settle, pauseMs(name))
      for (const tell of followers) tell()
    },
    /** Nobody types any more, or what stands there wasn't typed. */
    settle,
    startOver() {
      starts += 1
      settle()
    },
    starts: () => starts,
    stop: () => clearTimeout(timer),
    paused: { subscribe: into(listeners), read: () => paused },
    followed: { subscribe: into(followers), read },
  }
}

export type Typing = ReturnType<typeof createTyping>

/** Hands on what stands in the fields, key by key. */
export function useTyping(
  form: UseFormReturn<TypedTicket>,
  onType: (typed: TypedTicket) => void,
): Typing {
  const [typing] = useState(() => createTyping(() => form.getValues()))
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback({ values, name, type }) {
          onType(values)
          // One field's value comes with its name, all of them together without.
          if (name === undefined) typing.startOver()
          else if (type === 'change' && name !== 'abrir_os') typing.go(name)
          else typing.settle()
        },
      }),
    [form, typing, onType],
  )
  useEffect(() => {
    typing.settle()
    return typing.stop
  }, [typing])
  return typing
}

/** What stood in a field when typing last paused; `isFollowed` what stands there now, rendered with each key. */
export function useTyped<Name extends WireKey>(
  typing: Typing,
  name: Name,
  isFollowed = false,
): TypedTicket[Name] {
  const { subscribe, read } = isFollowed ? typing.followed : typing.paused
  const readField = () => read()[name]
  return useSyncExternalStore(subscribe, readField, readField)
}

/** Whether anything stands in the form. */
export function useIsFilled({ paused: { subscribe, read } }: Typing): boolean {
  const isFilled = () => wireKeys.some((name) => read()[name] !== emptyTicket[name])
  return useSyncExternalStore(subscribe, isFilled, isFilled)
}

/** How often the form has started over. */
export const useStarts = ({ paused, starts }: Typing): number =>
  useSyncExternalStore(paused.subscribe, starts, starts)
