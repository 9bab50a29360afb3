import { screen } from '@testing-library/react'
import { onTestFinished } from 'vitest'
import { eventually } from '../atendimento/on-screen.ts'
import { openHouse, openPage } from '../atendimento/open-page.tsx'

export const intranet = 'https://intranet.example.com'

type Told = Record<string, unknown>

/** A page around this document, which hears what is posted to it and speaks as a frame's parent does. */
function surround() {
  const frame = document.body.appendChild(document.createElement('iframe'))
  const root = document.body.appendChild(document.createElement('div'))
  root.id = 'raiz'
  const { contentWindow: host } = frame
  if (!host) throw new Error('no window')
  const told: Told[] = []
  Object.assign(host, {
    postMessage(message: Told, origin: string) {
      if (origin !== intranet) throw new Error(`posted to ${origin}`)
      told.push(message)
    },
  })
  Object.defineProperty(window, 'parent', { value: host, configurable: true })
  onTestFinished(() => {
    Object.defineProperty(window, 'parent', { value: window, configurable: true })
    delete document.documentElement.dataset.tema
    for (const one of [frame, root]) one.remove()
  })
  const of = (type: string) => told.filter((one) => one.type === `atendimento:${type}`)
  function say(type: string, more: object = {}) {
    const { nonce } = of('pronto').at(-1) ?? {}
    const data = { type: `atendimento:${type}`, v: 1, nonce, ...more }
    window.dispatchEvent(new MessageEvent('message', { data, origin: intranet, source: host }))
  }
  return {
    told,
    of,
    say,
    /** A call of the phone system's. Returns the id by which it is answered. */
    call(campos: object, chamada?: string) {
      const id = crypto.randomUUID()
      say('preencher', { id, origem: 'PABX', chamada, campos })
      return id
    },
    /** What was answered to the call with that id, last. */
    answer: (id: string) => of('preenchido').findLast((one) => one.id === id),
  }
}

type PageOptions = Parameters<typeof openPage>[1]

/** The page in a frame of the intranet's, greeted, over a house of its own. */
export async function openFramed(options?: PageOptions) {
  const house = await openHouse({ env: { FRAME_ANCESTORS: intranet } })
  const host = surround()
  const page = openPage(house, options)
  await eventually(() => host.of('pronto').length).toBeGreaterThan(0)
  host.say('ola')
  return { house, host, ...page }
}

/** Whatever is said by the page at this moment. */
export const said = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')
