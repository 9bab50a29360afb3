import { type ReactNode, useState } from 'react'
import { Button, OutsideLink } from './button.tsx'

const takeFocus = (link: HTMLAnchorElement | null) => link?.focus()

/** A frame without `allow-modals` prints nothing and says nothing: then a window of its own can. */
export function PrintButton({ children }: { children: ReactNode }) {
  const [isBlocked, setIsBlocked] = useState(false)
  function print() {
    let hasBegun = false
    const onBegin = () => {
      hasBegun = true
    }
    window.addEventListener('beforeprint', onBegin, { once: true })
    window.print()
    window.removeEventListener('beforeprint', onBegin)
    setIsBlocked(!hasBegun)
  }
  return isBlocked ? (
    <OutsideLink ref={takeFocus} href={window.location.pathname}>
      Abrir para impressão
    </OutsideLink>
  ) : (
    <Button onClick={print}>{children}</Button>
  )
}
