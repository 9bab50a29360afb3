import * as z from 'zod/mini'
import { listItems } from '../../../contract/hubsoft-fields.ts'

const longestAlert = 1000
const mostAlerts = 10

const unseen = /[^\P{Cc}\n]|[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu
const lineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/g

/**
 * The operator's notices as plain text, each with its lines; without who wrote them and when, which HubSoft puts
 * behind a blank line (hubsoft §16). Empty where there is none.
 */
export const alerts = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) =>
    (typeof value === 'string' ? [value] : listItems(value))
      .slice(0, mostAlerts)
      .flatMap((one) => (typeof one === 'string' ? [cleanAlert(one)] : []))
      .filter((one) => one !== ''),
  ),
)

function cleanAlert(alert: string): string {
  const lines = alert
    .slice(0, longestAlert)
    .toWellFormed()
    .replace(lineEnds, '\n')
    .replace(unseen, '')
    .split('\n')
    .map((line) => line.trim())
  return withoutTail(lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A day, perhaps the time, and a name: no digit, nothing that goes on as a sentence does. */
const writtenBy =
  /^(?:em |dia )?(?:\d\d[/.-]\d\d[/.-]\d{4}|\d{4}-\d\d-\d\d)(?:,? (?:às |as )?\d\d[:h]\d\d(?::\d\d)?)?[\s,;|–—-]*(?:por:? )?[\p{L}\p{M} .'’()-]{0,80}$/iu

function withoutTail(lines: string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '')
  const blank = lines.lastIndexOf('', last)
  const tail = lines.slice(blank + 1, last + 1)
  // Date and name may stand in a line each.
  const isTail = blank >= 0 && tail.length <= 2 && writtenBy.test(tail.join(' '))
  return isTail ? lines.slice(0, blank) : lines
}
