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

/** What it does is what this process is for, which ends with 1 after a fault. */
export async function runAsProcess(command: (show: (line: string) => void) => Promise<boolean>) {
  // Whoever reads its lines may stop before the last one (`| head`): what it does goes on.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const isWell = await command((line) => void process.stdout.write(`${line}\n`))
  if (!isWell) process.exitCode = 1
}

export const wrongSettings = (faults: string[]) =>
  fault('configuração: corrija estas variáveis e rode de novo:', faults)

export const countOf = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`
