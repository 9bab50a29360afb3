import { type RefObject, useEffect, useEffectEvent } from 'react'
import { areShortcutsOn, useShortcutsOn } from './shortcut-switch.ts'
import { useIsHydrated } from './use-is-hydrated.ts'

/** A key and what is held with it. `code` is the key's place: with a modifier layouts type other characters. */
export type Chord = { code: 'Enter' | `Digit${number}`; modifier: 'Ctrl' | 'Alt' }

/** What a form is sent with, whichever. */
export const sendChord: Chord = { code: 'Enter', modifier: 'Ctrl' }

// Deprecated as a word on versions, and in every browser still the one on the kind of system.
export const isOnApple = () => /^(Mac|iP)/.test(navigator.platform)
export const isOnWindows = () => navigator.platform.startsWith('Win')

export function isPressed({ code, modifier }: Chord, event: KeyboardEvent): boolean {
  const { ctrlKey, altKey, shiftKey, metaKey } = event
  const isKey = event.code === code || (code === 'Enter' && event.code === 'NumpadEnter')
  // AltGr types a character, on Windows as Ctrl with Alt.
  if (!isKey || shiftKey || event.getModifierState('AltGraph')) return false
  // On a Mac Option with a digit types: "º" is Option with 0.
  if (modifier === 'Alt') return altKey && !ctrlKey && !metaKey && !isOnApple()
  return !altKey && (isOnApple() ? ctrlKey !== metaKey : ctrlKey && !metaKey)
}

type Offer = { chord: Chord; act: () => void; within: RefObject<Element | null> | undefined }

/** What the screens offer at this moment, each in the order in which it came. */
const offers = new Set<Offer>()

/** What nobody offers is left to the browser. */
function onKeyDown(event: KeyboardEvent) {
  const { target, isComposing, altKey, ctrlKey, metaKey } = event
  // A letter is none: with each of those nothing more is asked.
  if (!(altKey || ctrlKey || metaKey) || isComposing || !areShortcutsOn()) return
  const isInside = ({ within }: Offer) =>
    target instanceof Node && within?.current?.contains(target)
  const pressed = [...offers].filter(({ chord }) => isPressed(chord, event))
  const offer = pressed.findLast(isInside) ?? pressed.findLast(({ within }) => !within)
  if (!offer) return
  event.preventDefault()
  if (!event.repeat) offer.act()
}

function put(offer: Offer) {
  if (offers.size === 0) document.addEventListener('keydown', onKeyDown)
  offers.add(offer)
  return () => {
    offers.delete(offer)
    if (offers.size === 0) document.removeEventListener('keydown', onKeyDown)
  }
}

/**
 * Does something when the keys are pressed, for as long as it is on the page.
 *
 * @param act undefined while there is nothing to do: then the keys are the browser's
 * @param within only from there, and there before what is offered on the whole page
 */
export function useChord(
  chord: Chord | undefined,
  act: (() => void) | undefined,
  within?: RefObject<Element | null>,
) {
  const onPress = useEffectEvent(() => act?.())
  const isOffered = act !== undefined
  useEffect(() => {
    if (!chord || !isOffered) return
    return put({ chord, act: () => onPress(), within })
  }, [chord, isOffered, within])
}

const nameOf = ({ code }: Chord) => code.replace('Digit', '')

/** What is rendered before the page is on any computer is for most of them. */
export const useIsOnApple = () => useIsHydrated() && isOnApple()

/** "Ctrl+Enter", and on a Mac "⌘+Enter" */
export function writeChord(chord: Chord, onApple = isOnApple()): string {
  const modifier = chord.modifier === 'Ctrl' && onApple ? '⌘' : chord.modifier
  return `${modifier}+${nameOf(chord)}`
}

/**
 * Whether the keys are worth naming beside what they do: they are switched on, and no browser of this system has
 * them for itself, as those of Linux have Alt with a digit for their tabs.
 */
export function useIsTold(chord: Chord | undefined): boolean {
  const isOn = useShortcutsOn()
  return isOn && (chord?.modifier === 'Ctrl' || (chord !== undefined && isOnWindows()))
}

/** For the control that does the same (`aria-keyshortcuts`). */
export function useAriaKeys(chord: Chord | undefined): string | undefined {
  const isTold = useIsTold(chord)
  const ctrl = useIsOnApple() ? 'Meta' : 'Control'
  if (!chord || !isTold) return undefined
  return `${chord.modifier === 'Ctrl' ? ctrl : 'Alt'}+${nameOf(chord)}`
}
