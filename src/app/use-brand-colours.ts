import { useLayoutEffect } from 'react'
import type { CoresDoTema, Marca } from '../contract/page-context.ts'

/** What src/ui/tokens.css asks for in place of its own colours. */
const propertiesOf = (cores: CoresDoTema | undefined, theme: 'light' | 'dark') => [
  [`--brand-accent-${theme}`, cores?.destaque],
  [`--brand-accent-strong-${theme}`, cores?.destaque_forte],
  [`--brand-accent-soft-${theme}`, cores?.destaque_suave],
  [`--brand-on-accent-${theme}`, cores?.sobre_destaque],
]

const propertiesOfBoth = (cores: Marca['cores'] | undefined) => [
  ...propertiesOf(cores?.claro, 'light'),
  ...propertiesOf(cores?.escuro, 'dark'),
]

/** For the first picture; empty where the colours are the page's own. */
export const brandStyle = (cores: Marca['cores']) =>
  cores
    ? `:root{${propertiesOfBoth(cores)
        .map((pair) => pair.join(':'))
        .join(';')}}`
    : ''

/** The operator's colours, before anything is painted: also those of a gateway that was started anew meanwhile. */
export function useBrandColours(cores: Marca['cores'] | undefined) {
  useLayoutEffect(() => {
    const { style } = document.documentElement
    for (const [name = '', value = ''] of propertiesOfBoth(cores)) style.setProperty(name, value)
  }, [cores])
}
