import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { laterForm } from '#src/atendimento/form/later-form.ts'
import { toTyped } from '#src/atendimento/send/posted.ts'
import { button, field } from '../on-screen.ts'
import { novo, outcomes } from '../outcomes.ts'
import { openBareForm } from './bare-form.tsx'

const typed = { ...toTyped(novo), id_cliente_servico: '11.000' }

/** A form whose file with the rules comes, or doesn't, when the test says so. */
async function openAwaiting({ isKept = (_times: number): boolean => true } = {}) {
  let kept = 0
  const form = await openBareForm({
    typed,
    later: undefined,
    onKeep() {
      kept += 1
      return isKept(kept)
    },
  })
  return {
    ...form,
    kept: () => kept,
    come: (changed: Parameters<typeof form.change>[0] = {}) =>
      act(async () => form.change({ later: laterForm, ...changed })),
    fail: () => act(async () => form.change({ isLaterMissing: true })),
  }
}

const outOfReach = () => screen.findByRole('region', { name: 'Nada foi enviado' })

test('a submit that comes before the rules waits for them, and sends once what stood there', async () => {
  const { user, sent, sentAs, come, kept } = await openAwaiting()

  await user.dblClick(button('Abrir atendimento'))
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(button('Conferindo…')).toHaveAttribute('aria-disabled', 'true')
  screen.getByText('Espere: parte desta página ainda não chegou.')
  await user.type(field.description(), ' E hoje.')
  await user.click(field.workOrder())
  expect(sent).toEqual([])
  await come()

  expect(sentAs).toEqual([typed])
  expect(kept()).toBe(1)
  expect(sent).toMatchObject([{ id_cliente_servico: 11000, abrir_os: false }])
})

test('what is wrong is said once the rules have come', async () => {
  const { user, sent, come } = await openAwaiting()
  await user.clear(field.phone())

  await user.click(button('Abrir atendimento'))
  await come()

  const summary = await screen.findByRole('region', { name: 'Há 1 campo para corrigir' })
  expect(summary).toHaveFocus()
  button('Abrir atendimento')
  expect(sent).toEqual([])
})

test.each([
  ['is under way after all, sends nothing', outcomes.pending, 0],
  ['has come to nothing, sends once', outcomes['not-sent'], 1],
])('a form that waits for its rules, and whose last send %s', async (_how, outcome, times) => {
  const { user, sent, come, change, kept } = await openAwaiting()
  await user.click(button('Abrir atendimento'))

  change({ outcome })
  await user.click(button('Conferindo…'))
  await come({ outcome })

  expect(sent).toHaveLength(times)
  expect(kept()).toBe(1)
})

test('rules that don’t come are said to be missing: the text is kept, and the next submit says so again', async () => {
  const { user, sent, fail, kept } = await openAwaiting()
  await user.click(button('Abrir atendimento'))
  await fail()

  expect(await outOfReach()).toHaveFocus()
  expect(await outOfReach()).toHaveTextContent('Seus dados ficam guardados nesta aba')
  button('Recarregar a página')
  expect(sent).toEqual([])

  await user.click(button('Abrir atendimento'))
  expect(await outOfReach()).toHaveFocus()
  expect(kept()).toBe(3)
  expect(sent).toEqual([])
})

test('a text is kept that has become somebody’s while it waited for rules that don’t come', async () => {
  const { user, fail } = await openAwaiting({ isKept: (times) => times > 1 })
  await user.click(button('Abrir atendimento'))
  await fail()

  expect(await outOfReach()).toHaveTextContent('Seus dados ficam guardados nesta aba')
})

test('where nothing can be kept the text is to be copied first', async () => {
  const { user, fail } = await openAwaiting({ isKept: () => false })
  await user.click(button('Abrir atendimento'))
  await fail()

  expect(await outOfReach()).toHaveTextContent('copie o que escreveu antes de recarregar')
})

test('what waits for the rules outlives a reload from the start', async () => {
  const { user, kept } = await openAwaiting()

  await user.click(button('Abrir atendimento'))

  expect(kept()).toBe(1)
})
