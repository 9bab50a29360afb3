import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'

const svgNamespace = 'http://www.w3.org/2000/svg'
const xlinkNamespace = 'http://www.w3.org/1999/xlink'
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

// What draws, and nothing that runs, loads, moves, leads away or lets another language in.
const drawing = new Set(
  `svg g defs symbol use title desc metadata style switch path rect circle ellipse line polyline polygon text tspan
  textPath linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix
  feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge
  feMergeNode feMorphology feOffset`.split(/\s+/),
)

// Notes that drawing programs leave: no browser does anything with what is named in these.
const notes = new Set([
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://creativecommons.org/ns#',
  'http://web.resource.org/cc/',
  'http://purl.org/dc/elements/1.1/',
  'http://www.inkscape.org/namespaces/inkscape',
  'http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd',
  'http://www.serif.com/',
  'http://www.bohemiancoding.com/sketch/ns',
])

const functions = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch matrix translate translatex translatey scale scalex scaley rotate
  skewx skewy calc var not is nth-child`.split(/\s+/),
)

const onlyFragment = /^#[\w.:-]+$/
// White space as CSS has it: after any other the reference leads elsewhere.
const ownReference = /url\([ \t\r\n\f]*(["']?)#[\w.:-]+\1[ \t\r\n\f]*\)/gi
const free = /^(?:id|class|lang|(?:data|aria)-.*)$/

const deepest = 50

/** Width over height of the drawing, or what it holds that a logo may not. */
export type ReadSvg = { proportion: number } | { fault: string }

/**
 * Reads an SVG by a list of what may be in it, as an XML parser of a browser's strictness sees it: well-formed, or
 * nothing at all.
 */
export function readSvg(text: string): ReadSvg {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const repeats = createRepeats()
  const open: SaxesTagNS[] = []
  let style = ''
  let fault: string | undefined
  let proportion: number | undefined
  const refuse = (what: string | null | undefined) => {
    if (what) fault ??= `${what} (linha ${parser.line})`
  }
  const read = (part: string) => {
    if (open.at(-1)?.local === 'style') style += part
  }

  parser.on('error', ({ message }) => refuse(`XML malformado: ${message}`))
  parser.on('xmldecl', ({ version, encoding = 'utf-8' }) => {
    if (version !== '1.0') refuse(`XML ${version}`)
    if (encoding.toLowerCase() !== 'utf-8') refuse(`a codificação ${encoding}`)
  })
  parser.on('doctype', () => refuse('DOCTYPE'))
  parser.on('processinginstruction', ({ target }) => refuse(`<?${target}?>`))
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('opentag', (tag) => {
    refuse(tagFault(tag, open.at(-1)))
    if (open.length === 0) proportion = proportionOf(tag)
    open.push(tag)
    if (open.length > deepest) refuse(`mais de ${deepest} elementos um dentro do outro`)
    if (tag.local === 'use') repeats.add(open)
  })
  parser.on('closetag', () => {
    if (open.pop()?.local !== 'style') return
    refuse(styleFault(style))
    style = ''
  })
  parser.write(text).close()

  refuse(repeats.fault())
  if (fault !== undefined) return { fault }
  return proportion === undefined ? { fault: 'um <svg> sem viewBox' } : { proportion }
}

function tagFault({ name, local, uri, attributes }: SaxesTagNS, parent: SaxesTagNS | undefined) {
  const shown = `<${name.slice(0, 40)}>`
  if (!parent && local !== 'svg') return `${shown} em vez de <svg>`
  if (!parent && uri !== svgNamespace) return `um <svg> sem xmlns="${svgNamespace}"`
  if (parent?.local === 'style') return `${shown} dentro de <style>`
  if (notes.has(uri)) return null
  if (uri !== svgNamespace || !drawing.has(local)) return shown
  for (const attribute of Object.values(attributes)) {
    const fault = attributeFault(attribute)
    if (fault) return `${shown} com ${fault}`
  }
  return null
}

function attributeFault({ name, local, prefix, uri, value }: SaxesAttributeNS): string | null {
  const isDeclaration = prefix === 'xmlns' || name === 'xmlns'
  if (isDeclaration || notes.has(uri)) return null
  const shown = name.slice(0, 40)
  if (/^on/i.test(local)) return shown
  if (local === 'href') {
    const isKnown = uri === '' || uri === xlinkNamespace
    return isKnown && onlyFragment.test(value) ? null : `${shown} para fora dele`
  }
  if (uri === xmlNamespace) return ['space', 'lang', 'id'].includes(local) ? null : shown
  if (uri === xlinkNamespace) return null
  if (uri !== '') return shown
  if (free.test(local)) return null
  const fault = styleFault(value)
  return fault && `${fault} em ${shown}`
}

/** Whatever could load something: any reference but to a part of the drawing, any rule but @media, any escape. */
function styleFault(css: string): string | null {
  if (css.includes('\\')) return 'uma barra invertida'
  const rule = /@(?!media\b)[\w-]*/i.exec(css)
  if (rule) return rule[0]
  for (const [, name = ''] of css.replace(ownReference, '').matchAll(/([\w-]+)\(/g)) {
    if (!functions.has(name.toLowerCase())) return `${name.slice(0, 40)}(…)`
  }
  return null
}

const number = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?`
const fourNumbers = new RegExp(`^${number}(?:(?:\\s+,?|,)\\s*${number}){3}$`, 'i')

/** "0 0 240 60" → 4; of what a browser wouldn't take for a viewBox nothing. */
function proportionOf({ attributes }: SaxesTagNS): number | undefined {
  const typed = attributes.viewBox?.value.trim() ?? ''
  if (!fourNumbers.test(typed)) return undefined
  const [, , width = 0, height = 0] = typed.split(/[\s,]+/).map(Number)
  return width > 0 && height > 0 ? width / height : undefined
}

/** A `use` of what holds another `use` multiplies what is drawn, a few lines a browser that stands still. */
function createRepeats() {
  const [holders, targets] = [new Set<string>(), new Set<string>()]
  return {
    add(open: SaxesTagNS[]) {
      for (const { attributes } of open) if (attributes.id) holders.add(attributes.id.value)
      for (const { local, value } of Object.values(open.at(-1)?.attributes ?? {})) {
        if (local === 'href') targets.add(value.slice(1))
      }
    },
    fault: () => (holders.isDisjointFrom(targets) ? null : 'um <use> que repete outro'),
  }
}
