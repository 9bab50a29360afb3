import { useState } from 'react'
import { type WireKey, wireKeys } from '../../contract/fields.ts'

type Errors = Partial<Record<WireKey, { message?: string | undefined }>>

/** The faults that the last submit met, in the order of the fields: which still stand, which are mended. */
export function useListedFaults(errors: Errors) {
  const [listed, setListed] = useState<{ name: WireKey; message: string }[]>([])
  const [round, setRound] = useState(0)
  return {
    /** Counts the submits that failed. */
    round,
    faults: listed.flatMap(({ name, message }) => {
      const error = errors[name]
      return error ? [{ name, message: error.message || message }] : []
    }),
    mended: listed.filter(({ name }) => !errors[name]),
    list(faults: Record<string, string>) {
      setListed(
        wireKeys.flatMap((name) => {
          const message = faults[name]
          return message ? [{ name, message }] : []
        }),
      )
      setRound((before) => before + 1)
    },
    unlist: () => setListed([]),
  }
}
