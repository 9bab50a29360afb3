import { FormerDraft } from './former-draft.tsx'
import { HiddenText } from './hidden-text.tsx'
import { Outages } from './outages.tsx'
import { SessionEnd } from './session-end.tsx'

/** What surrounds the screens once something is wrong, in a file of its own: an empty form needs none of it. */
export const laterFrame = { Outages, SessionEnd, HiddenText, FormerDraft }

export type LaterFrame = typeof laterFrame
