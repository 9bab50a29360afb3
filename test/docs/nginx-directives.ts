/** One directive of an nginx configuration, with what stands in its braces. */
export type Directive = { words: string[]; block?: Directive[] }

/** Reads nginx's syntax: words, quotes, comments, `;` and balanced braces. Throws where it isn't that. */
export function readDirectives(text: string): Directive[] {
  const tokens = [...text.matchAll(/#[^\n]*|'[^']*'|"[^"]*"|[{};]|[^\s{};'"]+/g)]
    .map(([token]) => token)
    .filter((token) => !token.startsWith('#'))
  const open: Directive[][] = [[]]
  let words: string[] = []
  const add = (directive: Directive) => {
    if (words.length === 0) throw new Error('A directive without a name.')
    open.at(-1)?.push(directive)
    words = []
  }
  for (const token of tokens) {
    if (token === ';') add({ words })
    else if (token === '{') {
      const block: Directive[] = []
      add({ words, block })
      open.push(block)
    } else if (token === '}') {
      if (words.length > 0) throw new Error(`No ";" after "${words.join(' ')}".`)
      if (open.length === 1) throw new Error('A "}" too many.')
      open.pop()
    } else words.push(token.replace(/^(['"])(.*)\1$/s, '$2'))
  }
  if (open.length > 1 || words.length > 0)
    throw new Error('A block or a directive without its end.')
  return open[0] ?? []
}

/** The blocks of that name: "location /api/" with its words, "server" for all. */
export const blocksNamed = (directives: Directive[], ...name: string[]) =>
  directives
    .filter(({ words }) => name.every((word, place) => words[place] === word))
    .flatMap(({ block }) => (block ? [block] : []))

/** What this directive says right here, a line each: valuesOf(server, 'listen'). */
export const valuesOf = (directives: Directive[], ...name: string[]) =>
  directives
    .filter(({ words, block }) => !block && name.every((word, place) => words[place] === word))
    .map(({ words }) => words.slice(name.length).join(' '))
