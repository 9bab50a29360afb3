import { configure, screen } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect, vi } from 'vitest'

// For what comes over real sockets and after real pauses, on a machine that does other things too.
const patienceMs = 60_000
configure({ asyncUtilTimeout: patienceMs })
vi.setConfig({ testTimeout: 2 * patienceMs })

/** Expects something of a value that need not be so yet. */
export const eventually = <Value>(read: () => Value) =>
  expect.poll(read, { timeout: patienceMs, interval: 20 })

export type User = UserEvent

export const field = {
  service: () => screen.getByRole('textbox', { name: 'Código do serviço' }),
  name: () => screen.getByRole('textbox', { name: 'Nome do solicitante' }),
  phone: () => screen.getByRole('textbox', { name: 'Telefone' }),
  email: () => screen.getByRole('textbox', { name: 'E-mail (opcional)' }),
  description: () => screen.getByRole('textbox', { name: 'Descrição' }),
  workOrder: () => screen.getByRole('checkbox', { name: 'Abrir ordem de serviço' }),
}

export const textFields = ['service', 'name', 'phone', 'email', 'description'] as const

export const button = (name: string | RegExp) => screen.getByRole('button', { name })
export const heading = (name: string) => screen.findByRole('heading', { level: 1, name })
/** The screen of a send that is looked into, or can't be asked about, once it says this. */
export async function conferring(said: string | RegExp) {
  await heading('Conferindo…')
  return screen.findByText(said)
}
/** Of which the gateway can't be asked. */
export const unreachable = () => conferring(/^Não consigo falar com o servidor\./)
/** The description as folded away on the screen; a second one is for paper. */
export const foldedDescription = () =>
  screen.getByText('Descrição', { selector: 'summary' }).nextElementSibling
export const resultado = () => document.documentElement.dataset.resultado

export const typical = {
  service: '11000',
  name: 'Bianca Couto',
  phone: '(37) 99911-2233',
  description: 'Sem internet desde ontem.',
}

type Ticket = typeof typical & { email?: string; workOrder?: boolean }

/** Behind what is there already; pasted, since most tests aren't about the typing. */
export async function put(user: User, control: HTMLElement, text: string) {
  await user.click(control)
  await user.paste(text)
}

/** Fills the form; the fields named in `other` differ from the typical ticket. */
export async function fill(user: User, other: Partial<Ticket> = {}) {
  const { workOrder, ...texts }: Ticket = { ...typical, ...other }
  for (const name of textFields) {
    const text = texts[name]
    if (text) await put(user, field[name](), text)
  }
  if (workOrder) await user.click(field.workOrder())
}

/** The typical ticket stands in the form, but for the fields named in `other`. */
export function expectForm(other: Partial<Ticket> = {}) {
  const { workOrder = false, ...texts } = { email: '', ...typical, ...other }
  for (const name of textFields) expect(field[name]()).toHaveValue(texts[name])
  if (workOrder) expect(field.workOrder()).toBeChecked()
  else expect(field.workOrder()).not.toBeChecked()
}

export function expectEmptyForm() {
  expectForm({ service: '', name: '', phone: '', description: '' })
  expect(location.pathname).toBe('/')
}

/** Fills the form and sends it with the button. */
export async function send(user: User, other: Partial<Ticket> = {}) {
  await fill(user, other)
  await user.click(button(/^Abrir atendimento/))
}
