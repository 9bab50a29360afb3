import type { ReactNode } from 'react'
import styles from './table.module.css'

type TableProps = {
  caption: ReactNode
  /** Each cell names its own again (`data-label`), for where columns find no room. */
  columns: string[]
  children: ReactNode
}

/** Rows with their columns; where these find no room side by side, each row becomes a list of its own. */
export function Table({ caption, columns, children }: TableProps) {
  return (
    <table className={styles.table}>
      <caption>{caption}</caption>
      <TableHead columns={columns} />
      <tbody>{children}</tbody>
    </table>
  )
}

export const TableHead = ({ columns }: { columns: string[] }) => (
  <thead>
    <tr>
      {columns.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
    </tr>
  </thead>
)
