/** One thing that was looked at, and lines that belong to it; a fault's text ends with what to do. */
export type Finding = { isOk: boolean; text: string; rows: string[] }

export const ok = (text: string, rows: string[] = []): Finding => ({ isOk: true, text, rows })
export const fault = (text: string, rows: string[] = []): Finding => ({ isOk: false, text, rows })

export const wrongSettings = (faults: string[]) =>
  fault('configuração: corrija estas variáveis e rode de novo:', faults)

export const countOf = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`
