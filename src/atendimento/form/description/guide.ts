import { descriptionLimit } from '../../../contract/description.ts'
import type { Modelo } from '../../../contract/page-context.ts'
import { countCharacters } from '../../../contract/typed-text.ts'

/** What a guide does to a text; offsets in UTF-16, as a textarea counts. */
export type GuideStep =
  /** `added` goes in at `at`, the end or an empty text's start; the caret then belongs at `caret`. */
  | { kind: 'added'; at: number; added: string; caret: number }
  /** All of it stands there already. */
  | { kind: 'there'; caret: number }
  /** That many characters too many. */
  | { kind: 'too-long'; excess: number }

/** What a line asks, as it stands in a text; a line that asks nothing is kept, but not waited for. */
const asks = (line: string) => /[:?]$/.test(line.trim())
const isAskedIn = (line: string, asked: string) => line.trimStart().startsWith(asked.trim())
const standsIn = (text: string, asked: string) =>
  text.split('\n').some((line) => isAskedIn(line, asked))

/**
 * Puts a guide's lines behind what is written, less those that stand there: two guides ask some of the same.
 * Nothing that is written is ever replaced.
 *
 * @see design A-7
 */
export function stepOfGuide(text: string, { linhas }: Modelo): GuideStep {
  const missing = linhas.filter((line) => !standsIn(text, line))
  const [first] = missing
  if (first === undefined) return { kind: 'there', caret: firstUnanswered(text, linhas) }

  const lines = missing.map((line) => (asks(line) ? `${line.trim()} ` : line.trim()))
  const gap = gapBehind(text)
  const added = gap + lines.join('\n')
  const excess = countCharacters(text + added) - descriptionLimit
  if (excess > 0) return { kind: 'too-long', excess }
  const at = text.length
  return { kind: 'added', at, added, caret: at + gap.length + (lines[0]?.length ?? 0) }
}

/** A blank line between what is written and the guide; none where nothing is. */
function gapBehind(text: string): string {
  if (text.trim() === '') return ''
  const [ends = ''] = text.match(/\n*$/) ?? []
  return '\n'.repeat(Math.max(0, 2 - ends.length))
}

/**
 * The questions of any guide that stand in a text with no answer behind them, nor in the line below, in their
 * order and as they are named: "Desde quando".
 */
export function unansweredIn(text: string, guides: Modelo[]): string[] {
  const asked = guides.flatMap(({ linhas }) => linhas)
  return unansweredLines(text, asked).map(({ line }) => line.trim().replace(/\s*[:?]$/, ''))
}

function firstUnanswered(text: string, asked: string[]): number {
  return unansweredLines(text, asked)[0]?.end ?? text.length
}

function unansweredLines(text: string, linhas: string[]) {
  const asked = linhas.filter(asks).map((line) => line.trim())
  const isAsked = new Set(asked)
  const lines = text.split('\n')
  let end = -1
  const placed = lines.map((line) => {
    end += line.length + 1
    return { line, end }
  })
  return placed.filter(({ line }, place) => {
    if (!isAsked.has(line.trim())) return false
    const below = lines[place + 1]?.trim() ?? ''
    return below === '' || asked.some((one) => below.startsWith(one))
  })
}
