import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** The program for want of which the test was skipped: `npm test` says so, and counts it apart. */
    needs?: string
  }
}

/** Where this program is installed; undefined where it isn't. */
export function programAt(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/sbin', '/sbin']
  return [...folders, '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** A test that asks this program, and is skipped aloud where that isn't installed. */
export function testWith(name: string, sentence: string, run: (path: string) => Promise<void>) {
  test(sentence, async ({ task, skip }) => {
    const path = programAt(name)
    if (path) return run(path)
    task.meta.needs = name
    skip(`${name} is not installed here`)
  })
}
