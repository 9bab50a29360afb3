/** Shows the field with its label and puts the focus into it; the address stays as it is. */
export function goToField(name: string) {
  const control = document.getElementById(`campo-${name}`)
  document.querySelector(`label[for="campo-${name}"]`)?.scrollIntoView({ block: 'start' })
  control?.focus({ preventScroll: true })
}
