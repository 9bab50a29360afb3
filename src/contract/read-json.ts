export type Schema<Shape> = {
  safeParse: (value: unknown) => { success: true; data: Shape } | { success: false }
}

/** The value that a JSON text holds; null where it holds another shape, or isn't JSON. */
export function readJson<Shape>(schema: Schema<Shape>, text: string): Shape | null {
  try {
    const read = schema.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

function isTooLarge(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER
}

// A list of 50 tickets with their work orders has some 10,000; nothing of HubSoft's is ten deep.
const mostValues = 50_000
const deepest = 64

/** Whether it holds more than any answer would: by its characters alone, before anything is built of them. */
function isTooMuch(json: string): boolean {
  let [values, depth, isText] = [0, 0, false]
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at]
    if (character === '"') isText = !isText
    else if (isText) at += Number(character === '\\')
    else if (character === ',') values += 1
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    if (depth > deepest || values > mostValues) return true
  }
  return false
}

// To look at each value's own text takes ten times as long as to parse them.
const mayBeTooLarge = /(?:^|[:,[\s])-?(?:\d{16}|\d[\d.]*e)/i

/**
 * JSON in which a number too large to be exact stays the text it was: a 20-digit protocol that comes
 * unquoted loses digits otherwise, and 2.0220804154332e+19 has lost them (Q3). Undefined when it
 * isn't JSON, or more of it than any answer would hold.
 */
export function parseKeepingDigits(json: string): unknown {
  if (isTooMuch(json)) return undefined
  try {
    if (!mayBeTooLarge.test(json)) return JSON.parse(json)
    return JSON.parse(json, (_key, value: unknown, context?: { source?: string }) =>
      isTooLarge(value) ? context?.source : value,
    )
  } catch {
    return undefined
  }
}
