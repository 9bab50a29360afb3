import { type Figure, type Target, verdictOf } from './figure.ts'
import type { Interval } from './interval.ts'

/** The figures as lines of one table, its columns aligned. */
export function tableOf(figures: Figure[]): string[] {
  const head = ['figure', 'target', 'measured [95 %]', 'A/A', 'verdict']
  const rows = [head, ...figures.map(rowOf)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd(),
  )
}

function rowOf(figure: Figure): string[] {
  const { name, unit, measured, detail, noise, target } = figure
  return [
    name,
    target ? targetInWords(target, unit) : '',
    inWords(measured, unit) + (detail ? ` (${detail})` : ''),
    noise ? inWords(noise, unit) : '',
    verdictOf(figure),
  ]
}

function targetInWords(target: Target, unit: Figure['unit']): string {
  if ('atLeast' in target) return `≥ ${target.atLeast} ${unit}`
  return `≤ ${target.atMost} ${unit}${target.by === 'low end' ? ' (low end)' : ''}`
}

function inWords({ middle, low, high }: Interval, unit: Figure['unit']): string {
  const said = (value: number) => value.toFixed(digitsOf(unit, value))
  const range = low === high ? '' : ` [${said(low)}, ${said(high)}]`
  return `${said(middle)} ${unit}`.trimEnd() + range
}

function digitsOf(unit: Figure['unit'], value: number): number {
  if (unit === '×') return 2
  if (Number.isInteger(value) || Math.abs(value) >= 100) return 0
  return Math.abs(value) >= 1 ? 1 : 3
}
