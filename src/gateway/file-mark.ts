import { statSync } from 'node:fs'

/** Changes whenever the file does; links are followed, since containers swap a link. */
export function markOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
    // The last of them moves when a file is made readable, too.
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`
  } catch {
    return 'out of reach'
  }
}
