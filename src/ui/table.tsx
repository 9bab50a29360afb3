import type { ReactNode } from 'react'
import styles from './table.module.css'

type TableProps = {
  caption: ReactNode
  /** Each cell names its own again (`data-label`), for where columns find no room. */
  columns: string[]
  /** Where columns find no room: many short rows, with the label before each value and not above it. */
  isList?: boolean
  className?: string | undefined
  children: ReactNode
}

/** Rows with their columns; where these find no room side by side, each row becomes a list of its own. */
export function Table({ caption, columns, isList = false, className, children }: TableProps) {
  const looks = [styles.table, isList && styles.list, className].filter(Boolean)
  return (
    <table className={looks.join(' ')}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
