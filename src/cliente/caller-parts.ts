import { Card } from './card.tsx'
import { type Around, inRoom } from './customer-room.tsx'
import { Search } from './search.tsx'

/** Who is calling: a file of its own, which comes once the form can be written in. */
export const createCallerParts = (useAround: () => Around) => ({
  Search: inRoom(useAround, Search),
  Card: inRoom(useAround, Card),
})
