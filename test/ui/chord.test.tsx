import { fireEvent, render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { type Chord, sendChord, useAriaKeys, useChord } from '#src/ui/chord.ts'
import { Keys } from '#src/ui/keys.tsx'
import { switchShortcuts } from '#src/ui/shortcut-switch.ts'

const alt7: Chord = { code: 'Digit7', modifier: 'Alt' }

beforeEach(() => localStorage.clear())

function onPlatform(platform: string) {
  const spy = vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform)
  onTestFinished(() => spy.mockRestore())
}

function Offer({ chord, act }: { chord: Chord; act: (() => void) | undefined }) {
  useChord(chord, act)
  return (
    <button type="button" aria-keyshortcuts={useAriaKeys(chord)}>
      Fazer
      <Keys of={chord} />
    </button>
  )
}

function Panel({ act }: { act: () => void }) {
  const panel = useRef<HTMLDivElement>(null)
  useChord(sendChord, act, panel)
  return (
    <div ref={panel}>
      <input aria-label="Senha" />
    </div>
  )
}

/** Whether the browser still does what it does with these keys. */
const press = (init: KeyboardEventInit, target: Element = document.body) =>
  fireEvent.keyDown(target, init)

const digit7 = { code: 'Digit7', key: '7', altKey: true }
const enter = { code: 'Enter', key: 'Enter', ctrlKey: true }

test.each([
  ['Alt+7', alt7, digit7, 'Win32'],
  // Where Alt is AltGr, or a layout's own: the place counts.
  ['Alt with what another layout types', alt7, { ...digit7, key: '/' }, 'Linux x86_64'],
  ['Ctrl+Enter', sendChord, enter, 'Win32'],
  ['Ctrl+Enter of the number pad', sendChord, { ...enter, code: 'NumpadEnter' }, 'Win32'],
  ['Ctrl+Enter on a Mac', sendChord, enter, 'MacIntel'],
  ['⌘+Enter on a Mac', sendChord, { ...enter, ctrlKey: false, metaKey: true }, 'MacIntel'],
])('%s acts, and nothing else comes of it', (_name, chord, keys, platform) => {
  onPlatform(platform)
  const act = vi.fn()
  render(<Offer chord={chord} act={act} />)

  expect(press(keys)).toBe(false)
  expect(act).toHaveBeenCalledTimes(1)
})

test.each([
  ['the key alone', alt7, { ...digit7, altKey: false }, 'Win32'],
  ['with Shift', alt7, { ...digit7, shiftKey: true }, 'Win32'],
  ['with Ctrl, as Windows tells AltGr', alt7, { ...digit7, ctrlKey: true }, 'Win32'],
  ['with AltGr', alt7, { ...digit7, modifierAltGraph: true }, 'Linux x86_64'],
  ['with the Windows key', alt7, { ...digit7, metaKey: true }, 'Win32'],
  // Alt+0186 types "º".
  ['on the number pad', alt7, { ...digit7, code: 'Numpad7' }, 'Win32'],
  ['while a word is composed', alt7, { ...digit7, isComposing: true }, 'Win32'],
  ['Option with a digit, which types on a Mac', alt7, digit7, 'MacIntel'],
  ['Ctrl+Shift+Enter', sendChord, { ...enter, shiftKey: true }, 'Win32'],
  ['Ctrl+Alt+Enter', sendChord, { ...enter, altKey: true }, 'Win32'],
  ['Enter with the Windows key', sendChord, { ...enter, ctrlKey: false, metaKey: true }, 'Win32'],
  ['Enter', sendChord, { ...enter, ctrlKey: false }, 'Win32'],
])('left to the browser: %s', (_name, chord, keys, platform) => {
  onPlatform(platform)
  const act = vi.fn()
  render(<Offer chord={chord} act={act} />)

  expect(press(keys)).toBe(true)
  expect(act).not.toHaveBeenCalled()
})

test('keys held down act once', () => {
  const act = vi.fn()
  render(<Offer chord={alt7} act={act} />)

  press(digit7)
  expect(press({ ...digit7, repeat: true })).toBe(false)

  expect(act).toHaveBeenCalledTimes(1)
})

test('what is not offered now, or not any more, is the browser’s', () => {
  const { rerender, unmount } = render(<Offer chord={alt7} act={undefined} />)
  expect(press(digit7)).toBe(true)

  rerender(<Offer chord={alt7} act={() => {}} />)
  expect(press(digit7)).toBe(false)

  unmount()
  expect(press(digit7)).toBe(true)
})

test('a part of the page comes before the page where the focus is in it', () => {
  const [onPage, inPanel] = [vi.fn(), vi.fn()]
  // Whichever came first.
  render(
    <>
      <Panel act={inPanel} />
      <Offer chord={sendChord} act={onPage} />
    </>,
  )

  press(enter, screen.getByRole('textbox'))
  expect([onPage, inPanel].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  press(enter, screen.getByRole('button'))
  expect([onPage, inPanel].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})

test.each([
  ['Win32', alt7, 'Alt+7', 'Alt+7'],
  ['Linux x86_64', alt7, undefined, undefined],
  ['MacIntel', alt7, undefined, undefined],
  ['Win32', sendChord, 'Ctrl+Enter', 'Control+Enter'],
  ['Linux x86_64', sendChord, 'Ctrl+Enter', 'Control+Enter'],
  ['MacIntel', sendChord, '⌘+Enter', 'Meta+Enter'],
])('on %s, of %o is shown %s and read out %s', (platform, chord, shown, said) => {
  onPlatform(platform)
  render(<Offer chord={chord} act={() => {}} />)

  const control = screen.getByRole('button', { name: 'Fazer' })
  expect(control.querySelector('kbd')?.textContent).toBe(shown)
  expect(control.getAttribute('aria-keyshortcuts') ?? undefined).toBe(said)
})

test('switched off, keys are the browser’s and are named nowhere, until they are switched on', async () => {
  const act = vi.fn()
  render(<Offer chord={sendChord} act={act} />)
  const shown = () => screen.queryByText('Ctrl+Enter')
  expect(shown()).not.toBeNull()

  await vi.waitFor(() => switchShortcuts(false))
  expect(press(enter)).toBe(true)
  await vi.waitFor(() => expect(shown()).toBeNull())
  expect(screen.getByRole('button')).not.toHaveAttribute('aria-keyshortcuts')

  switchShortcuts(true)
  expect(press(enter)).toBe(false)
  expect(act).toHaveBeenCalledTimes(1)
})

test('the choice is remembered without a word about whose it is, and heard of in another window', async () => {
  render(<Offer chord={sendChord} act={() => {}} />)

  switchShortcuts(false)
  expect(Object.entries(localStorage)).toEqual([['novo-atendimento:atalhos', 'desligados']])
  switchShortcuts(true)
  expect(localStorage).toHaveLength(0)

  localStorage.setItem('novo-atendimento:atalhos', 'desligados')
  fireEvent(window, new StorageEvent('storage'))
  expect(screen.queryByText('Ctrl+Enter')).toBeNull()
})

test('where storage is blocked the choice lasts as long as the page', () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  const spies = [
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(denied),
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(denied),
    vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(denied),
  ]
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore()
    switchShortcuts(true)
  })
  render(<Offer chord={sendChord} act={() => {}} />)
  expect(press(enter)).toBe(false)

  switchShortcuts(false)
  expect(press(enter)).toBe(true)

  switchShortcuts(true)
  expect(press(enter)).toBe(false)
})
