/** One thing that was looked at, and lines that belong to it; a fault's text ends with what to do. */
export type Finding = { isOk: boolean; text: string; rows: string[] }

export const ok = (text: string, rows: string[] = []): Finding => ({ isOk: true, text, rows })
export const fault = (text: string, rows: string[] = []): Finding => ({ isOk: false, text, rows })

/** Shows one line a finding, and what belongs to it below; false after a fault. */
export async function tell(
  findings: AsyncGenerator<Finding>,
  show: (line: string) => void,
): Promise<boolean> {
  let isWell = true
  for await (const { isOk, text, rows } of findings) {
    show(`${isOk ? 'ok' : 'FALHA'} ${text}`)
    for (const row of rows) show(`  ${row}`)
    isWell &&= isOk
  }
  return isWell
}

export const wrongSettings = (faults: string[]) =>
  fault('configuração: corrija estas variáveis e rode de novo:', faults)

export const countOf = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`
