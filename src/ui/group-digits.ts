/**
 * A long number in groups for the eye and the voice: fours from the left, and where one digit would
 * stand alone the last five as 3 + 2.
 *
 * @param digits "201811161058216", or any number of them
 * @returns ["2018", "1116", "1058", "216"]
 * @see design A-15
 */
export function groupDigits(digits: string): string[] {
  const groups = digits.match(/\d{1,4}/g) ?? []
  if (digits.length % 4 !== 1 || digits.length < 5) return groups
  return [...groups.slice(0, -2), digits.slice(-5, -2), digits.slice(-2)]
}
