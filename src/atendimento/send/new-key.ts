/** A random UUID. Not `crypto.randomUUID`, which a page on plain http doesn't have. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // RFC 9562: version 4, variant 10.
  const variant = (Number.parseInt(hex.charAt(16), 16) & 3) | 8
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant.toString(16)}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}
