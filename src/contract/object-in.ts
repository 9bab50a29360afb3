/** The members of the JSON object in this text, each still to be looked at; none where there is no object. */
export function objectIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}
