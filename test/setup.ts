import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'

// The `node` tests have no document and load none of this.
// Without `globals` Testing Library leaves React's "not wrapped in act" warning off. That is wanted: answers come over
// real sockets, whenever they like.
const inBrowser = typeof document !== 'undefined'
if (inBrowser) await import('@testing-library/jest-dom/vitest')
if (inBrowser) await import('./cheap-diagnostics.ts')
const { cleanup } = inBrowser ? await import('@testing-library/react') : { cleanup: () => {} }

// user-event's stand-in for a clipboard would stay for the files after this one.
if (inBrowser) afterAll(() => void Reflect.deleteProperty(navigator, 'clipboard'))

// jsdom has no layout, and so nothing to scroll, and no size that changes.
if (inBrowser) {
  Element.prototype.scrollIntoView = () => {}
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
}

// A method spied on already gives the same spy again; asking anew also survives `vi.restoreAllMocks()`.
const noise = () => [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]

noise()
beforeEach(() => void noise())

afterEach(() => {
  cleanup()
  const calls = noise().flatMap((spy) => spy.mock.calls)
  for (const spy of noise()) spy.mockClear()
  expect(calls, 'console.error and console.warn stay silent').toEqual([])
})
