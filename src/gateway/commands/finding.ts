/** One thing that was looked at; a fault's text ends with what to do. */
export type Finding = { isOk: boolean; text: string }

export const ok = (text: string): Finding => ({ isOk: true, text })
export const fault = (text: string): Finding => ({ isOk: false, text })

export const countOf = (count: number, one: string, more: string) =>
  `${count} ${count === 1 ? one : more}`
