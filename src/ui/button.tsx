import type { ComponentProps } from 'react'
import styles from './button.module.css'

type Looks = { look?: 'primary' | 'plain' | 'quiet' | 'chip' }

const classOf = ({ look = 'plain' }: Looks) =>
  look === 'plain' ? styles.button : `${styles.button} ${styles[look]}`

/** A button that submits nothing unless told so. */
export function Button({ look, ...rest }: ComponentProps<'button'> & Looks) {
  return <button type="button" className={classOf(look ? { look } : {})} {...rest} />
}

/** Leads to another site or program, in a window of its own. */
export function OutsideLink({ look, ...rest }: ComponentProps<'a'> & Looks) {
  const className = `${classOf(look ? { look } : {})} ${styles.link}`
  return <a target="_blank" rel="noopener noreferrer" className={className} {...rest} />
}
