import { groupDigits } from './protocol-text.ts'

/** A protocol's groups: gaps by margin and not by spaces, so that a selection by hand copies clean digits. */
export function DigitGroups({ protocol }: { protocol: string }) {
  return groupDigits(protocol).map((group, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
    <span key={place}>{group}</span>
  ))
}
