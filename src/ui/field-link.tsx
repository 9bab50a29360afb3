import { goToField } from './go-to-field.ts'

type FieldLinkProps = { name: string; children: string }

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
