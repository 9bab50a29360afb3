/** Whose page is around ours, where the browser says so; 'null' where that page is nobody's. */
export function knownOrigin(): string | undefined {
  // Not every browser has it.
  const { ancestorOrigins }: { ancestorOrigins?: DOMStringList } = location
  const [nearest] = ancestorOrigins ?? []
  if (nearest !== undefined) return nearest
  return URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined
}
