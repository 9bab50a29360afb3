import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { button, field, fill, openForm } from '../open-page.tsx'

// form-ux A-9 and B-1, B-2, B-4: every message that a person can meet on this page.
test.each([
  ['Código do serviço: digite o número do serviço do cliente.', 'service', ' '],
  ['Código do serviço: use só números. Exemplo: 11000.', 'service', 'onze mil'],
  ['Código do serviço: confira o número, ele está fora da faixa.', 'service', '0'],
  ['Código do serviço: confira o número, ele está fora da faixa.', 'service', '2147483648'],
  [
    'Código do serviço: isto parece telefone ou CPF. Digite o número do serviço.',
    'service',
    '37999112233',
  ],
  ['Nome do solicitante: digite o nome de quem está falando.', 'name', ' '],
  [
    'Nome do solicitante: falta o nome, só há números. Se for telefone, use o campo Telefone.',
    'name',
    '37999112233',
  ],
  ['Nome do solicitante: retire pelo menos 10 caracteres (limite 120).', 'name', 'a'.repeat(130)],
  ['Telefone: digite o telefone com DDD.', 'phone', ' '],
  ['Telefone: falta o DDD. Exemplo: (37) 99911-2233.', 'phone', '999112233'],
  ['Telefone: celular tem 9 dígitos depois do DDD. Confira se falta o 9.', 'phone', '3799112233'],
  ['Telefone: confira o número; celular começa com 9 depois do DDD.', 'phone', '37899112233'],
  ['Telefone: o DDD 20 não existe. Confira com o cliente.', 'phone', '20999112233'],
  ['Telefone: há dígitos demais. Digite só DDD e número.', 'phone', '9090 37 99911-2233'],
  ['Telefone: 0800 não recebe retorno. Digite um número com DDD.', 'phone', '0800 777 1234'],
  [
    'Telefone: só números do Brasil. Anote o número de fora na Descrição.',
    'phone',
    '+351 912 345 678',
  ],
  [
    'Telefone: digite um número só. O segundo pode ir na Descrição.',
    'phone',
    '37999112233 / 3734151100',
  ],
  ['Telefone: retire letras; o ramal pode ir na Descrição.', 'phone', '37 99911-2233 ramal 12'],
  ['Telefone: retire os símbolos. Exemplo: (37) 99911-2233.', 'phone', '37*999112233'],
  [
    'E-mail: confira o endereço (exemplo: nome@provedor.com.br) ou deixe em branco.',
    'email',
    'bia@x',
  ],
  ['E-mail: digite um endereço só.', 'email', 'a@x.com; b@x.com'],
  ['Descrição: escreva o que o cliente relatou.', 'description', ' '],
  ['Descrição: retire pelo menos 120 caracteres (limite 3.900).', 'description', 'a'.repeat(4020)],
  ['Descrição: retire pelo menos 1 caractere (limite 3.900).', 'description', 'a'.repeat(3901)],
] as const)('a person may be told “%s”', async (message, name, typed) => {
  const { user, line } = await openForm()
  await fill(user, { [name]: '' })

  await user.click(field[name]())
  await user.paste(typed)
  await user.click(button('Abrir atendimento'))

  const link = await screen.findByRole('link', { name: message })
  const summary = screen.getByRole('region', { name: 'Há 1 campo para corrigir' })
  expect(within(summary).getAllByRole('link')).toEqual([link])
  const control = field[name]()
  const inline = document.getElementById(`erro-${control.getAttribute('name')}`)
  expect(inline).toHaveTextContent(`Erro: ${message}`)
  expect(control.getAttribute('aria-describedby')?.split(' ')).toContain(inline?.id)
  expect(control).toHaveValue(typed)
  expect(line.posts).toEqual([])
})
