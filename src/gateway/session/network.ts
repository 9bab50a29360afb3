import { isIPv6 } from 'node:net'

/** What one subscriber can choose from counts as one: the first 64 bits of an IPv6 address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '')
  if (!isIPv6(plain)) return plain
  const [left = '', right = ''] = plain.split('::')
  const [before, after] = [left.split(':'), right.split(':')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
