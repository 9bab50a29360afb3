import { useLayoutEffect } from 'react'
import type { CoresDoTema, Marca } from '../contract/page-context.ts'

/** What src/ui/tokens.css asks for in place of its own colours. */
const propertiesOf = (cores: CoresDoTema | undefined, theme: 'light' | 'dark') => [
  [`--brand-accent-${theme}`, cores?.destaque],
  [`--brand-accent-strong-${theme}`, cores?.destaque_forte],
  [`--brand-accent-soft-${theme}`, cores?.destaque_suave],
  [`--brand-on-accent-${theme}`, cores?.sobre_destaque],
]

/** The operator's colours, before anything is painted. By script: the policy lets no style stand in the page. */
export function useBrandColours(cores: Marca['cores'] | undefined) {
  useLayoutEffect(() => {
    const { style } = document.documentElement
    const properties = [
      ...propertiesOf(cores?.claro, 'light'),
      ...propertiesOf(cores?.escuro, 'dark'),
    ]
    for (const [name = '', value = ''] of properties) style.setProperty(name, value)
  }, [cores])
}
