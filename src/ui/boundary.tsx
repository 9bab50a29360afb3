import { Component, type ReactNode } from 'react'
import { Notice } from './notice.tsx'
import paper from './paper.module.css'

type BoundaryProps = {
  /** In place of what threw. `at` is the address at which it did. */
  otherwise: (at: string) => ReactNode
  children: ReactNode
}

/** What is in it may throw while rendering, and takes nothing around it along. Lasts until a reload. */
export class Boundary extends Component<BoundaryProps, { at: string }> {
  override state = { at: '' }

  static getDerivedStateFromError() {
    return { at: location.pathname }
  }

  override render() {
    const { at } = this.state
    return at ? this.props.otherwise(at) : this.props.children
  }
}

/** For what the rest of the page can do without. */
export function Part({ children }: { children: ReactNode }) {
  return (
    <Boundary
      otherwise={() => (
        <div role="alert" className={paper.onScreen}>
          <Notice tone="warning" title="Esta parte da página parou de funcionar">
            <p>Copie o que escreveu e recarregue a página.</p>
          </Notice>
        </div>
      )}
    >
      {children}
    </Boundary>
  )
}
