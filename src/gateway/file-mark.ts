import { statSync } from 'node:fs'

/** Changes whenever the file does; links are followed, since containers swap a link. */
export function markOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs } = statSync(file, { bigint: true })
    return `${dev}:${ino}:${size}:${mtimeNs}`
  } catch {
    return 'out of reach'
  }
}
