import styles from './digit-groups.module.css'
import { groupDigits } from './group-digits.ts'

/** A long number's groups: gaps by margin and not by spaces, so that a selection by hand copies clean digits. */
export function DigitGroups({ digits }: { digits: string }) {
  return groupDigits(digits).map((group, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
    <span key={place} className={styles.group}>
      {group}
    </span>
  ))
}
