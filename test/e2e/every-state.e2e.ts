import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { expectEnoughContrast, expectNoAxeFindings } from './axe.ts'
import { type OpenHouse, openHost, submitButton, test, type View } from './house.ts'
import {
  addStyle,
  doubleText,
  dropStyles,
  expectFocusInView,
  expectFocusKept,
  expectNoClippedText,
  expectNoSidewaysScroll,
  expectRoomForFingers,
  expectTellingNames,
  resizeTo,
  widenText,
} from './measure.ts'
import { type PageState, pageStates, reachState } from './page-states.ts'

/** Signing in on the page wants https in a frame, and is tried there by a test of its own. */
async function openView(
  { isLocal, allows = [] }: Pick<PageState, 'isLocal' | 'allows'>,
  page: Page,
  openHouse: OpenHouse,
) {
  if (isLocal) return { view: page, house: await openHouse({ allows, isLocal }), close() {} }
  const host = await openHost('127.0.0.1', { width: '100%', height: '100%' })
  await host.show(page, 'about:blank')
  const view = page.frames().find((one) => one !== page.mainFrame())
  if (!view) throw new Error('The host has no frame.')
  const house = await openHouse({ allows, env: { FRAME_ANCESTORS: host.origin } })
  return { view, house, close: host.stop }
}

test('axe does find what is wrong in the frame, also what is only in the dark', async ({
  page,
  openHouse,
}) => {
  const { view, house, close } = await openView({}, page, openHouse)
  await view.goto(house.url)
  await view.locator('#campo-nome').evaluate((input) => input.removeAttribute('id'))
  await addStyle(view, '@media (prefers-color-scheme: dark) { h1 { color: #345 } }')

  await expect(expectNoAxeFindings(view)).rejects.toThrow('label: <input')
  await expectEnoughContrast(view)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(expectEnoughContrast(view)).rejects.toThrow('color-contrast: <h1')
  close()
})

const usual = { width: 1366, height: 633 }

const heading = (page: Page) => page.getByRole('heading', { name: 'Abrir atendimento' })

for (const [what, breakIt, measure] of [
  [
    'a line wider than the window',
    (page) => heading(page).evaluate(({ style }) => style.setProperty('min-width', '2000px')),
    expectNoSidewaysScroll,
  ],
  [
    'text that its box cuts off',
    (page) =>
      heading(page).evaluate(({ style }) => (style.cssText = 'height: 9px; overflow: hidden')),
    expectNoClippedText,
  ],
  [
    'a field under the bar',
    (page) =>
      submitButton(page).evaluate((button) =>
        button.parentElement?.parentElement?.style.setProperty('height', '500px'),
      ),
    expectFocusInView,
  ],
  [
    'a button too small for a finger',
    (page) => submitButton(page).evaluate(({ style }) => style.setProperty('min-height', '40px')),
    expectRoomForFingers,
  ],
  [
    'a name that says nothing',
    (page) => submitButton(page).evaluate((button) => button.replaceChildren('Enviar')),
    expectTellingNames,
  ],
  [
    'a focus that is nowhere',
    (page) => page.locator(':focus').evaluate((field) => field.blur()),
    expectFocusKept,
  ],
] satisfies [string, (page: Page) => Promise<unknown>, (page: Page) => Promise<unknown>][]) {
  test.fail(`${what} fails a test`, async ({ page, openHouse }) => {
    await page.setViewportSize(usual)
    await page.goto((await openHouse()).url)
    await expect(page.locator('[name="id_cliente_servico"]')).toBeFocused()
    await breakIt(page)
    await measure(page)
  })
}

for (const states of pageStates) {
  const [first] = states
  const names = states.map(({ name }) => `"${name}"`).join(', then ')
  const where = first.isLocal ? '' : ', in the frame of another origin'
  test(`${names} holds for eyes, fingers, keys and readers${where}`, async ({
    page,
    openHouse,
  }) => {
    await page.setViewportSize(usual)
    const allows = states.flatMap(({ allows = [] }) => allows)
    const { view, house, close } = await openView({ ...first, allows }, page, openHouse)
    await view.goto(house.url)
    for (const state of states) {
      await test.step(state.name, async () => {
        await reachState(state, view, house)
        await expectAllOfIt(page, view)
      })
    }
    close()
  })
}

/** All that a screen must hold; the page is then as it was. */
async function expectAllOfIt(page: Page, view: View) {
  await expectFocusKept(view)
  await expectTellingNames(view)
  await expectNoAxeFindings(view)
  // The same elements in other colours.
  for (const media of [
    { colorScheme: 'dark' },
    { colorScheme: 'light', forcedColors: 'active' },
  ] as const) {
    await page.emulateMedia(media)
    await expectEnoughContrast(view)
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  await expectFocusInView(view)
  await expectRoomForFingers(view)
  await resizeTo(view, 320, 640)
  await expectFocusInView(view)
  await resizeTo(view, 320, 256)
  await expectNoSidewaysScroll(view)
  await widenText(view)
  await expectNoSidewaysScroll(view)
  await expectNoClippedText(view)
  await resizeTo(view, 1280, 633)
  await doubleText(view)
  await expectNoSidewaysScroll(view)
  await expectNoClippedText(view)
  await dropStyles(view)
  await resizeTo(view, usual.width, usual.height)
}
