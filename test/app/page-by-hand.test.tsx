import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { eventually } from '../atendimento/on-screen.ts'
import { openForm } from '../atendimento/open-page.tsx'

const byHand = readFileSync(join(import.meta.dirname, '../bench/floor/index.html'), 'utf8')

const ownTraits = [
  ...['name', 'role', 'rows', 'inputmode', 'autocomplete', 'autocapitalize'],
  ...['spellcheck', 'enterkeyhint', 'aria-required', 'aria-keyshortcuts'],
]

/** Everything that is written in or pressed on the form, with what is said of it. */
function formOf(page: Document) {
  const form = page.querySelector('form:has([name="descricao"])')
  const controls = form?.querySelectorAll('input, textarea, select, button') ?? []
  const inWords = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim()
  return {
    headings: [...(form?.querySelectorAll('h1, h2, legend') ?? [])].map(inWords),
    controls: [...controls].map((control) => ({
      label: inWords(page.querySelector(`label[for="${control.id}"]`) ?? control),
      hint: inWords(page.getElementById(control.id.replace('campo-', 'dica-'))),
      traits: ownTraits.map((trait) => control.getAttribute(trait) ?? ''),
      // Of buttons it says how they do what they do.
      type: control.tagName === 'BUTTON' ? '' : control.getAttribute('type'),
    })),
  }
}

test('the page by hand, which ours is measured beside, has the same fields, words and buttons', async () => {
  await openForm()
  await screen.findByRole('combobox')
  await screen.findByRole('toolbar')

  const floor = formOf(new DOMParser().parseFromString(byHand, 'text/html'))

  expect(floor.controls.length).toBeGreaterThan(10)
  await eventually(() => formOf(document)).toEqual(floor)
})
