import { useEffect } from 'react'
import type { Drafts } from './drafts.ts'

const pauseMs = 300

/** What is typed is written down once typing pauses, and whenever the page may be gone the next moment. */
export function useSavedDrafts(drafts: Drafts) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stopWaiting = drafts.whenRetyped(() => {
      clearTimeout(timer)
      timer = setTimeout(drafts.save, pauseMs)
    })
    const save = () => {
      clearTimeout(timer)
      drafts.save()
    }
    const onVisibility = () => document.visibilityState === 'hidden' && save()
    document.addEventListener('visibilitychange', onVisibility)
    window.addEventListener('pagehide', save)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      window.removeEventListener('pagehide', save)
      stopWaiting()
      save()
    }
  }, [drafts])
}
