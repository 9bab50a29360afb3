import { goToField } from './go-to-field.ts'

type FieldLinkProps = { name: string; children: string }

/** Leads to a field: shows it with its label and puts the focus into it; the address stays as it is. */
export function FieldLink({ name, children }: FieldLinkProps) {
  return (
    <a
      href={`#campo-${name}`}
      onClick={(event) => {
        event.preventDefault()
        goToField(name)
      }}
    >
      {children}
    </a>
  )
}
