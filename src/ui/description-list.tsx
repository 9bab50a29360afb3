import { Fragment, type ReactNode } from 'react'
import styles from './description-list.module.css'

export type Description = { term: string; value: ReactNode }

/** Terms with their values, side by side, or one below the other where there is no room. */
export function DescriptionList({ rows }: { rows: Description[] }) {
  return (
    <dl className={styles.list}>
      {rows.map(({ term, value }) => (
        <Fragment key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
