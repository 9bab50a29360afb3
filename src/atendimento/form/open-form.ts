import type { UseFormReturn } from 'react-hook-form'
import type { WireKey } from '../../contract/fields.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import type { useSeenList } from './fill/use-seen-list.ts'
import type { useSources } from './fill/use-sources.ts'
import type { Typing } from './typing.ts'

/** The form on the screen, for what writes into its fields besides the keyboard. */
export type OpenForm = {
  form: UseFormReturn<TypedTicket>
  typing: Typing
  sources: ReturnType<typeof useSources>
  seenList: ReturnType<typeof useSeenList>
  /** The faults that the last submit met and that are mended since. */
  mended: { name: WireKey; message: string }[]
  /** What was wrong is looked at again. */
  recheck: (name: WireKey) => void
}
