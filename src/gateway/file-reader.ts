import { statSync } from 'node:fs'

/**
 * What these files hold now: `read` is asked again once one of them has changed, and where it says null the last
 * value stands.
 */
export function createFileReader<Value>(
  files: string[],
  first: Value,
  read: () => Value | null,
): () => Value {
  let [held, seen] = [first, '']
  return () => {
    // Before reading: what is written meanwhile changes the mark again.
    const mark = files.map(markOf).join(' ')
    if (mark !== seen) {
      seen = mark
      held = read() ?? held
    }
    return held
  }
}

/** Changes whenever the file does; links are followed, since containers swap a link. */
function markOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
    // The last of them moves when a file is made readable, too.
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`
  } catch {
    return 'out of reach'
  }
}
