import { expect } from 'playwright/test'
import { tabOf, type View } from './house.ts'

/*
 * What a screen must hold whatever is on it. Each looks in the page itself, all at once: a question for each
 * element would take the most of the browser tests' time.
 */

/** Makes the window as large, and waits until what is in the frame has been laid out anew. */
export async function resizeTo(view: View, width: number, height: number) {
  await tabOf(view).setViewportSize({ width, height })
  await view.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height,
  })
  await untilPainted(view)
}

/** Whatever has been rendered by now is laid out and on the screen. */
export const untilPainted = (view: View) =>
  view.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))

export async function expectNoSidewaysScroll(view: View) {
  const { content, room } = await view.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    room: window.innerWidth,
  }))
  expect.soft(content).toBeLessThanOrEqual(room)
}

/** Sets what WCAG 1.4.12 lets a reader set. */
export const widenText = (view: View) =>
  addStyle(
    view,
    `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
     p { margin-bottom: 2em !important; }`,
  )

/** As a browser's own setting does, which the page's sizes are made of. */
export const doubleText = (view: View) => addStyle(view, 'html { font-size: 200% !important; }')

/** By script, since the page's policy takes no inline style. */
export function addStyle(view: View, rules: string) {
  return view.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets.push(sheet)
  }, rules)
}

/** Takes back whatever was set so. */
export const dropStyles = (view: View) =>
  view.evaluate(() => {
    document.adoptedStyleSheets = []
  })

/** No text is cut off by its own box, but where a title has all of it; what eyes don't see anyway is none. */
export async function expectNoClippedText(view: View) {
  const clipped = await view.evaluate(() => {
    const isClipped = (element: Element) => {
      const { overflowX, overflowY, clipPath } = getComputedStyle(element)
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element
      const cuts = (overflow: string, content: number, room: number) =>
        /hidden|clip/.test(overflow) && content > room + 1
      return (
        clientWidth > 1 &&
        clipPath === 'none' &&
        (cuts(overflowX, scrollWidth, clientWidth) || cuts(overflowY, scrollHeight, clientHeight))
      )
    }
    const leaves = (element: Element) =>
      element.matches('button, .badge') &&
      (element.scrollWidth > element.clientWidth + 1 ||
        element.scrollHeight > element.clientHeight + 1)
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(({ textContent, title }) => textContent && !title)
      .filter((element) => isClipped(element) || leaves(element))
      .map(({ outerHTML }) => outerHTML.slice(0, 120))
  })
  expect.soft(clipped).toEqual([])
}

/**
 * Gives the focus to everything that takes it, one after the other and back: all of it is in the window, and no bar that sticks
 * covers any of it. Of what is higher than its room at least a line, since the browser brings the one that is written in.
 */
export async function expectFocusInView(view: View) {
  const hidden = await view.evaluate(() => {
    const was = document.activeElement
    const bars = [...document.querySelectorAll('body *')].filter(
      (element) => getComputedStyle(element).position === 'sticky',
    )
    /** Where the window ends for this one: at its edge, or at a bar that stands across it. */
    const endFor = (element: Element) => {
      const { top, bottom, left, right } = element.getBoundingClientRect()
      const across = bars
        .filter((bar) => !bar.contains(element))
        .map((bar) => bar.getBoundingClientRect())
        .filter((bar) => bar.top < bottom - 0.5 && bar.bottom > top)
        // Beside it, in the other column, it covers nothing.
        .filter((bar) => bar.left < right && bar.right > left)
      return Math.min(innerHeight, ...across.map((bar) => bar.top))
    }
    const found: string[] = []
    const all = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input, textarea, select, summary, [tabindex]',
      ),
    ]
    for (const element of [...all, ...all.toReversed()]) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue
      element.focus()
      if (document.activeElement !== element) found.push(`no focus: ${element.outerHTML}`)
      const { top, bottom, height } = element.getBoundingClientRect()
      const end = endFor(element)
      const isInView = top >= -0.5 && (bottom <= end + 0.5 || (height > 60 && end - top > 36))
      if (!isInView) {
        found.push(`${Math.round(top)} to ${Math.round(bottom)} of ${end}: ${element.outerHTML}`)
      }
    }
    if (was instanceof HTMLElement) was.focus()
    return found.map((line) => line.slice(0, 160))
  })
  expect.soft(hidden).toEqual([])
}

/** Whoever works here by keyboard is somewhere, if the screen has anywhere to be. */
export async function expectFocusKept(view: View) {
  const isLost = await view.evaluate(
    () =>
      document.hasFocus() &&
      document.activeElement === document.body &&
      document.querySelector('main :is(a[href], button, input, [tabindex])') !== null,
  )
  expect.soft(isLost).toBe(false)
}

/** What a finger has to hit is 44 pixels high and wide, its label with it; a link in a line of text is as high as that. */
export async function expectRoomForFingers(view: View) {
  const client = await tabOf(view).context().newCDPSession(view)
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 })
  const small = await view.evaluate(() => {
    const found: string[] = matchMedia('(pointer: coarse)').matches ? [] : ['no finger']
    for (const element of document.querySelectorAll('button, input, textarea, select, summary')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
      const boxes = [element, ...labels].map((one) => one.getBoundingClientRect())
      const width =
        Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left))
      const height =
        Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top))
      if (width < 43.5 || height < 43.5) {
        found.push(
          `${Math.round(width)} × ${Math.round(height)}: ${element.outerHTML.slice(0, 120)}`,
        )
      }
    }
    return found
  })
  await client.send('Emulation.setTouchEmulationEnabled', { enabled: false })
  await client.detach()
  expect.soft(small).toEqual([])
}

/** Alone they say nothing of what is copied, seen or taken back. */
const vague =
  /^(abrir|aqui|atualizar|copiar|desfazer|descartar|enviar|fechar|imprimir|limpar|mais|manter|ok|retirar|usar|ver)$/i

/** What each button and link is called says by itself what it does, and has the words in it that are seen (2.5.3). */
export async function expectTellingNames(view: View) {
  const names = await view.evaluate(() => {
    const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
    const textIn = (element: Element, isRead: (around: Element) => boolean) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      let text = ''
      while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode
        const isShown = parentElement?.checkVisibility({ visibilityProperty: true })
        if (parentElement && isShown && isRead(parentElement)) text += textContent
      }
      return plain(text)
    }
    const isHidden = (element: Element) => element.closest('[aria-hidden="true"]') !== null
    const isSeen = (element: Element) => getComputedStyle(element).clipPath === 'none'
    return [...document.querySelectorAll('button, a[href], summary')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .map((element) => ({
        name: plain(
          element.getAttribute('aria-label') ?? textIn(element, (around) => !isHidden(around)),
        ),
        seen: textIn(element, (around) => !isHidden(around) && isSeen(around)),
      }))
  })
  expect.soft(names.filter(({ name }) => name === '' || vague.test(name))).toEqual([])
  expect.soft(names.filter(({ name, seen }) => !name.includes(seen))).toEqual([])
}
