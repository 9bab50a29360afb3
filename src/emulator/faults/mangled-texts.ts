import { isObject, type Json } from '../wire.ts'

/** What may become of a description on its way through staff, screens and other people's databases. */
export const manglings = {
  shortened: (text: string, characters: number) => [...text].slice(0, characters).join(''),
  'en-dash': (text: string) => text.replaceAll('-', '–'),
  'em-dash': (text: string) => text.replaceAll('-', '—'),
  'no-break-hyphen': (text: string) => text.replaceAll('-', '\u2011'),
  'minus-sign': (text: string) => text.replaceAll('-', '\u2212'),
  'no-break-spaces': (text: string) => text.replaceAll(' ', '\u00a0'),
  'line-breaks': (text: string) => text.replaceAll(' ', '\r\n'),
  'upper-case': (text: string) => text.toUpperCase(),
  'zero-width': (text: string) => text.replace(/(\w\w)(?=\w)/g, '$1\u200b'),
  'no-reference': (text: string) => text.replace(/ \| REF [^|]*?(?= \||$)/, ''),
  'no-signature': (text: string) => text.replace(/ \| (?:Atendente:|REF) [^|]*?(?= \||$)/g, ''),
  'no-description': () => null,
} satisfies Record<string, (text: string, characters: number) => string | null>

type Mangling = { how: keyof typeof manglings; characters: number }

/** The descriptions at every depth, a work order's too, and messages. */
export function mangled(value: Json, { how, characters }: Mangling): Json {
  const inside = (inner: Json): Json => {
    if (Array.isArray(inner)) return inner.map(inside)
    if (!isObject(inner)) return inner
    return Object.fromEntries(
      Object.entries(inner).map(([key, one]) => {
        const isDescription =
          /^(descricao_(abertura|servico)|mensagem)$/.test(key) && typeof one === 'string'
        return [key, isDescription ? manglings[how](one, characters) : inside(one)]
      }),
    )
  }
  return inside(value)
}

/** "16/11/2018 10:58:21" as "2018-11-16 10:58:21", wherever a value is a date. */
export function withIsoDates(value: Json): Json {
  if (typeof value === 'string') return value.replace(/^(\d\d)\/(\d\d)\/(\d{4})(?=$| )/, '$3-$2-$1')
  if (Array.isArray(value)) return value.map(withIsoDates)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withIsoDates(one)]))
}
