const allMended = (isAdding: boolean) =>
  `Tudo corrigido. Pode ${isAdding ? 'acrescentar' : 'abrir o atendimento'}.`

export function countFaults(count: number, isAdding: boolean): string {
  if (count === 0) return allMended(isAdding)
  return count === 1 ? 'Há 1 campo para corrigir' : `Há ${count} campos para corrigir`
}

export function leftToMend(count: number, isAdding: boolean): string {
  if (count === 0) return allMended(isAdding)
  return count === 1 ? 'Falta corrigir 1 campo.' : `Falta corrigir ${count} campos.`
}
