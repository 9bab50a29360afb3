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
