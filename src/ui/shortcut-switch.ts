import { useSyncExternalStore } from 'react'

const storageKey = 'novo-atendimento:atalhos'
const off = 'desligados'

/** Where the choice couldn't be stored: it lasts as long as the page. */
let unstored: boolean | null = null
const listeners = new Set<() => void>()

/** Whether the shortcuts work in this browser: until somebody switches them off (WCAG 2.1.4). */
export function areShortcutsOn(): boolean {
  try {
    return unstored ?? localStorage.getItem(storageKey) !== off
  } catch {
    // Storage is blocked in some frames.
    return true
  }
}

export function switchShortcuts(on: boolean) {
  try {
    if (on) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, off)
    unstored = null
  } catch {
    unstored = on
  }
  for (const tell of listeners) tell()
}

function subscribe(onChange: () => void) {
  listeners.add(onChange)
  // Switched in another window.
  window.addEventListener('storage', onChange)
  return () => {
    listeners.delete(onChange)
    window.removeEventListener('storage', onChange)
  }
}

export const useShortcutsOn = () => useSyncExternalStore(subscribe, areShortcutsOn, () => true)
