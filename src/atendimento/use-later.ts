import { createContext, useContext } from 'react'
import type { LaterForm } from './form/later-form.ts'
import type { LaterScreens } from './later-screens.ts'

/** What comes behind the form; no part of the `Desk`, which all that comes there stands at. */
export const LaterContext = createContext<{ form: LaterForm; screens: LaterScreens } | undefined>(
  undefined,
)

/** Undefined until it has come. */
export const useLater = () => useContext(LaterContext)
