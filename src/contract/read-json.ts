type Schema<Shape> = {
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

/**
 * JSON in which a number too large to be exact stays the text it was: a 20-digit protocol that comes
 * unquoted loses digits otherwise, and 2.0220804154332e+19 has lost them (Q3). Undefined when it
 * isn't JSON.
 */
export function parseKeepingDigits(json: string): unknown {
  try {
    return JSON.parse(json, (_key, value: unknown, context?: { source?: string }) =>
      isTooLarge(value) ? context?.source : value,
    )
  } catch {
    return undefined
  }
}
