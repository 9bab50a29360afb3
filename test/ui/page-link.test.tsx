import { fireEvent, render, screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { PageLink } from '#src/ui/page-link.tsx'

/** Clicks a link of the page; whether the browser is left to follow it. */
function click(held: object = {}): boolean {
  onTestFinished(() => history.replaceState(null, '', '/'))
  render(
    <PageLink to="/outra" state="daqui">
      Outra tela
    </PageLink>,
  )
  let isLeft = false
  window.addEventListener(
    'click',
    (event) => {
      isLeft = !event.defaultPrevented
      // jsdom follows no link.
      event.preventDefault()
    },
    { once: true },
  )
  fireEvent.click(screen.getByRole('link', { name: 'Outra tela' }), held)
  return isLeft
}

test('a click leads to another screen of the page, which finds what it was given', () => {
  expect(click()).toBe(false)

  expect(location.pathname).toBe('/outra')
  expect(history.state).toBe('daqui')
  expect(screen.getByRole('link')).toHaveAttribute('href', '/outra')
})

test.each(['ctrlKey', 'metaKey', 'shiftKey', 'altKey'])('with %s it is for another tab', (key) => {
  expect(click({ [key]: true })).toBe(true)

  expect(location.pathname).toBe('/')
})
