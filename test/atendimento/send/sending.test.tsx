import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { hold, straight } from '../line.ts'
import {
  button,
  eventually,
  field,
  fill,
  heading,
  resultado,
  send,
  textFields,
  typical,
  type User,
} from '../on-screen.ts'
import { openForm } from '../open-page.tsx'

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
const submitButton = () => document.querySelector<HTMLButtonElement>('[type=submit]')

test('one send opens one ticket with what was typed, in the form HubSoft wants, at an address of its own', async () => {
  const { user, line, house } = await openForm()

  await send(user, { name: '  Bianca   Couto ', service: 'nº 11.000', email: 'Bia@X.COM.br' })

  await heading('Atendimento aberto')
  const [post] = line.posts
  expect(line.posts).toMatchObject([
    {
      key: expect.stringMatching(uuid),
      // From before the request leaves.
      address: `/atendimentos/${post?.key}`,
      body: {
        id_cliente_servico: 11000,
        nome: 'Bianca Couto',
        telefone: '37999112233',
        email: 'Bia@x.com.br',
        descricao: typical.description,
        abrir_os: false,
      },
    },
  ])
  expect(location.pathname).toBe(post?.address)
  expect(house.emulator.ledger.tickets).toMatchObject([
    {
      body: {
        id_cliente_servico: 11000,
        descricao: expect.stringMatching(
          /^Sem internet desde ontem\. \| Atendente: Atendente de Demonstração \| REF /,
        ),
      },
    },
  ])
})

const impatientWays: [string, (user: User) => Promise<void>][] = [
  ['a double click', (user) => user.dblClick(button('Abrir atendimento'))],
  [
    'two clicks in the same tick',
    async () => {
      submitButton()?.click()
      submitButton()?.click()
    },
  ],
  [
    'Enter, then a click',
    async (user) => {
      await user.type(field.name(), '{Enter}')
      await user.click(submitButton() ?? document.body)
    },
  ],
  [
    'a click, then Ctrl+Enter, then Enter',
    async (user) => {
      await user.click(button('Abrir atendimento'))
      await user.keyboard('{Control>}{Enter}{/Control}')
      await user.type(field.phone(), '{Enter}')
    },
  ],
  ['Enter held down', (user) => user.type(field.phone(), '{Enter>9/}')],
  [
    'Ctrl+Enter held down',
    async (user) => {
      await user.click(field.description())
      await user.keyboard('{Control>}{Enter>9/}{/Control}')
    },
  ],
  [
    'Ctrl+Enter again and again',
    (user) => user.keyboard('{Control>}{Enter}{Enter}{Enter}{Enter}{/Control}'),
  ],
]

test('however impatient the hand, one ticket is sent once', async () => {
  const { user, line, house } = await openForm()
  for (const [way, act] of impatientWays) {
    const before = line.posts.length
    const held = hold(line, 'post')
    await fill(user)

    await act(user)

    await eventually(() => line.posts).toHaveLength(before + 1)
    await eventually(() => house.emulator.ledger.tickets).toHaveLength(before + 1)
    await user.click(submitButton() ?? document.body)
    held.letGo()
    await heading('Atendimento aberto')
    expect(line.posts, way).toHaveLength(before + 1)
    expect(house.emulator.ledger.tickets, way).toHaveLength(before + 1)
    await user.click(button('Abrir próximo atendimento'))
    await eventually(field.service).toHaveFocus()
  }
})

test('while the outcome is being checked no key and no click sends again', async () => {
  const { user, line, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  house.emulator.faults.inject({ route: 'listagem', fault: 'list-empty', times: 1000 })
  await send(user)
  await screen.findByText(/^Sem resposta até agora\./)

  expect(await heading('Conferindo…')).toHaveFocus()
  await user.keyboard('{Enter}{Control>}{Enter}{/Control}')

  // Nothing is left to send with.
  expect(document.querySelector('form, [type=submit]')).toBeNull()
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  expect(resultado()).toBe('incerto')
})

test('the request leaves in the click’s own task, and what was typed is kept in the tab before, until the ticket is known to be open', async () => {
  const { user, line } = await openForm()
  const held = hold(line, 'post')
  await fill(user, { service: '11.000', email: 'bia@x.com.br', workOrder: true })

  act(() => {
    submitButton()?.click()
    expect(line.posts).toHaveLength(1)
  })

  const typed = {
    id_cliente_servico: '11.000',
    nome: 'Bianca Couto',
    telefone: '(37) 99911-2233',
    email: 'bia@x.com.br',
    descricao: typical.description,
    abrir_os: true,
  }
  const [post] = line.posts
  expect(post?.kept.map(([name]) => name)).toEqual([expect.stringContaining(post?.key ?? '')])
  expect(post?.kept.map(([, text]) => JSON.parse(text))).toMatchObject([
    { typed, standing: 'open' },
  ])
  expect(sessionStorage).toHaveLength(1)
  held.letGo()
  await heading('Atendimento aberto')
  await eventually(() => sessionStorage.length).toBe(0)
  expect(Object.keys({ ...localStorage })).toEqual([])
})

test('while it is being sent the form is readable, not editable, and the focus stays on the button', async () => {
  const { user, line } = await openForm()
  const held = hold(line, 'post')
  // Of whoever is calling there are buttons of other kinds.
  hold(line, 'lookUp')
  const regions = screen.getAllByRole('status')

  await send(user, { email: 'bia@x.com.br' })

  const submit = await screen.findByRole('button', { name: 'Abrindo…' })
  expect(submit).toHaveFocus()
  expect(submit).toHaveAttribute('aria-disabled', 'true')
  expect(submit).toBeEnabled()
  for (const name of textFields) {
    expect(field[name]()).toHaveAttribute('readonly')
    expect(field[name]()).toBeEnabled()
  }
  await user.type(field.description(), ' E agora?')
  expect(field.description()).toHaveValue(typical.description)
  expect(document.title).toBe('Abrindo atendimento…')
  expect(resultado()).toBeUndefined()
  // What has left can't be recalled, and nothing pretends that it could be.
  const others = within(screen.getByRole('main'))
    .getAllByRole('button')
    .filter((one) => one !== submit)
  for (const one of others) {
    expect(screen.getByRole('toolbar')).toContainElement(one)
    expect(one).toHaveAttribute('aria-disabled', 'true')
  }
  expect(regions).toContain(await screen.findByText('Abrindo o atendimento no HubSoft…'))
  await screen.findByText(/^há \d+ s$/)
  held.letGo()
  await heading('Atendimento aberto')
})

test('a work order can’t be asked for, nor taken back, once the ticket is on its way', async () => {
  const { user, line, house } = await openForm()
  const held = hold(line, 'post')
  house.refuseNextSend()
  await send(user)
  await screen.findByRole('button', { name: 'Abrindo…' })
  expect(field.workOrder()).toHaveAttribute('aria-readonly', 'true')

  await user.click(field.workOrder())
  expect(field.workOrder()).not.toBeChecked()
  held.letGo()
  await screen.findByRole('region', { name: 'Nada foi aberto' })

  expect(field.workOrder()).not.toBeChecked()
  line.ways.post = straight
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(line.posts).toMatchObject([{ body: { abrir_os: false } }, { body: { abrir_os: false } }])
})

test('while it is being sent nothing is offered that would change what stands in the fields', async () => {
  const { user, line } = await openForm()
  const held = hold(line, 'post')
  await fill(user, { email: 'bia@gmail.con', description: 'CPF 529.982.247-25' })
  await screen.findByRole('button', { name: 'Retirar da Descrição' })
  screen.getByRole('button', { name: 'Você quis dizer gmail.com?' })

  await user.click(button('Abrir atendimento'))

  await screen.findByRole('button', { name: 'Abrindo…' })
  for (const name of [/^Retirar/, /^Manter/, /^Você quis dizer/, /^Limpar/]) {
    expect(screen.queryByRole('button', { name })).toBeNull()
  }
  held.letGo()
  await heading('Atendimento aberto')
})
