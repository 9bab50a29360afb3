import { createLog } from '#src/gateway/log.ts'

/** A log that a test reads. */
export function keepLog() {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  return {
    log: createLog({ level: 'trace', destination: { write } }),
    /** For a house. */
    logTo: write,
    text: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line)),
    last: () => JSON.parse(lines.at(-1) ?? '{}'),
  }
}
