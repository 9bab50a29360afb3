import { laterForm } from '../atendimento/form/later-form.ts'
import { laterScreens } from '../atendimento/later-screens.ts'
import { useDesk } from '../atendimento/send/use-desk.ts'
import { createCallerParts } from '../cliente/caller-parts.ts'
import { FormerDraft } from './former-draft.tsx'
import { HiddenText } from './hidden-text.tsx'
import { Outages } from './outages.tsx'
import { SessionEnd } from './session-end.tsx'

/** Whatever an empty form can be written in without: one file, asked for as soon as it can be. */
export const later = {
  form: laterForm,
  screens: laterScreens,
  caller: createCallerParts(useDesk),
  frame: { Outages, SessionEnd, HiddenText, FormerDraft },
}

export type Later = typeof later
