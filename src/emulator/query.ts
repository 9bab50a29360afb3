/** Two faults are told in one sentence, without a list of errors (seen live, hubsoft §16). */
export type Sentence = { msg: string }

/** What is missing of a search, or asks for too much. */
export function searchFault(
  text: (name: string, otherwise: string) => string,
  limit: string,
  most: number,
): Sentence | null {
  for (const name of ['busca', 'termo_busca']) {
    if (text(name, '') === '') return { msg: `Favor preencher o atributo (${name})` }
  }
  const isTooMuch = /^\d+$/.test(limit) && Number(limit) > most
  return isTooMuch ? { msg: `O limite máximo de resultados é de ${most} itens` } : null
}

export const limitFault = (limit: string): string | null =>
  /^[1-9]\d*$/.test(limit) ? null : 'O campo limit não possui um valor válido.'

export function choiceFault(
  label: string,
  value: string,
  choices: readonly string[],
): string | null {
  return choices.includes(value) ? null : `O valor selecionado para o campo ${label} é inválido`
}
