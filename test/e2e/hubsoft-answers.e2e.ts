import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { impatient } from '../house.ts'
import { seedAnswer } from '../samples.ts'
import { type Scripted, startScriptedHubsoft } from '../scripted-hubsoft.ts'
import { fillTicket, resultado, submitButton, test } from './house.ts'

type Row = {
  /** What HubSoft does, as the end of the sentence "HubSoft …". */
  when: string
  answer: Scripted
  /** What stands on the screen, besides the heading. */
  says?: string[]
  wantsWorkOrder?: boolean
  allows?: number
  /** How many POSTs reach HubSoft, when not one: a 401 is tried once more with a new token. */
  posts?: number
}

const stackTrace =
  'ErrorException: Undefined offset: 0 in /var/www/hubsoft/app/Http/Controllers/AtendimentoController.php:214 Stack trace: #0 /var/www/hubsoft/vendor/laravel/framework/src/Illuminate/Foundation/Bootstrap/HandleExceptions.php(83)'
const wholeJson = JSON.stringify(seedAnswer)
const { atendimento: _, ...withoutTicket } = seedAnswer

const refusals: Row[] = [
  {
    when: 'says status:"error" with sentences in errors',
    answer: {
      body: {
        status: 'error',
        msg: 'Favor preencher os campos',
        errors: ['O campo telefone é obrigatório.'],
      },
    },
    says: [
      'Favor preencher os campos',
      'O campo telefone é obrigatório.',
      'Telefone: o HubSoft não aceitou este valor. Confira com o cliente.',
    ],
  },
  {
    when: 'says status:"error" without errors',
    answer: { body: { status: 'error', msg: 'O serviço informado encontra-se cancelado.' } },
    says: ['O serviço informado encontra-se cancelado.'],
  },
  {
    when: 'says status:"error" with errors as an object',
    answer: {
      body: {
        status: 'error',
        msg: 'Os dados fornecidos são inválidos',
        errors: { email: ['O campo email não possui um valor válido.'] },
      },
    },
    says: ['O campo email não possui um valor válido.'],
  },
  {
    when: 'says that the account lacks the permission (403)',
    answer: {
      status: 403,
      body: { status: 'error', msg: 'O Usuário não possui a permissão desejada!', errors: [] },
    },
    says: ['a conta da integração não tem permissão', 'O Usuário não possui a permissão desejada!'],
    allows: 403,
  },
]

/** The ticket may stand all the same: a no only together with a list that doesn't have it, and not the last word. */
const confirmedRefusals: Row[] = [
  {
    when: 'answers a stack trace in msg',
    answer: { body: { status: 'error', msg: stackTrace, errors: [] } },
  },
  {
    when: 'answers 403 to a ticket with OS',
    answer: {
      status: 403,
      body: { status: 'error', msg: 'O Usuário não possui a permissão desejada!' },
    },
    wantsWorkOrder: true,
    allows: 403,
  },
]

const uncertainties: Row[] = [
  {
    when: 'answers an HTML page',
    answer: { type: 'text/html', body: '<!doctype html><h1>Manutenção</h1>' },
  },
  { when: 'answers truncated JSON', answer: { body: wholeJson.slice(0, 400) } },
  { when: 'answers an empty body', answer: { body: '' } },
  { when: 'says success without a ticket', answer: { body: withoutTicket } },
  { when: 'answers HTTP 500', answer: { status: 500, type: 'text/html', body: '<h1>500</h1>' } },
  { when: 'resets the connection', answer: { instead: 'reset' } },
  { when: 'never answers', answer: { instead: 'silence' } },
]

const turnedAway: Row[] = [
  {
    when: 'answers 401',
    answer: { status: 401, body: { message: 'Unauthenticated.' } },
    says: ['o HubSoft não aceitou a conta da integração'],
    allows: 503,
    posts: 2,
  },
  {
    when: 'answers 429',
    answer: { status: 429, body: { status: 'error', msg: 'Limite', retry_after: 37 } },
    says: ['o HubSoft pediu para esperar 37 segundos'],
    allows: 429,
  },
]

async function expectNothingLeaked(page: Page) {
  const html = await page.content()
  for (const inside of [
    'ErrorException',
    '/var/www',
    'vendor/laravel',
    '86214941081',
    '69.9',
    '69,9',
  ]) {
    expect(html).not.toContain(inside)
  }
}

const offersToSend = {
  'nao-enviado': ['Tentar de novo'],
  incerto: ['Enviar de novo'],
  recusado: [],
}

type Outcome = keyof typeof offersToSend

function describeRow(row: Row, title: string, heading: string, outcome: Outcome) {
  test(title, async ({ page, openHouse, pageErrors }) => {
    pageErrors.allow(row.allows ?? 422)
    const hubsoft = await startScriptedHubsoft(row.answer)
    const house = await openHouse({ env: impatient, hubsoftUrl: hubsoft.url })
    await page.goto(house.url)
    await fillTicket(page)
    if (row.wantsWorkOrder) await page.locator('[name="abrir_os"]').check()
    await submitButton(page).click()

    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    for (const sentence of row.says ?? []) {
      await expect(page.getByText(sentence).first()).toBeVisible()
    }
    expect(await resultado(page)).toBe(outcome)
    await expect(page.locator('#protocolo')).toHaveCount(0)
    await expectNothingLeaked(page)
    const offers = page.getByRole('button', { name: /(tentar|enviar) de novo/i })
    expect(await offers.allTextContents()).toEqual(offersToSend[outcome])
    expect(hubsoft.tickets()).toHaveLength(row.posts ?? 1)
    await hubsoft.stop()
  })
}

for (const row of refusals) {
  const title = `HubSoft ${row.when}: shown as refused, with its sentences`
  describeRow(row, title, 'O HubSoft não abriu este atendimento', 'recusado')
}
for (const row of confirmedRefusals) {
  const title = `HubSoft ${row.when}, and lists no such ticket: shown as refused, and in doubt`
  describeRow(row, title, 'O HubSoft recusou este atendimento', 'recusado')
}
for (const row of uncertainties) {
  const title = `HubSoft ${row.when}: shown as not known`
  describeRow(row, title, 'Não sei se o atendimento foi aberto', 'incerto')
}
for (const row of turnedAway) {
  const title = `HubSoft ${row.when}: shown as not sent, and offered again`
  describeRow(row, title, 'Nada foi aberto', 'nao-enviado')
}

test('HubSoft refuses the connection: shown as not sent, and offered again', async ({
  page,
  openHouse,
  pageErrors,
}) => {
  pageErrors.allow(503)
  const gone = await startScriptedHubsoft({})
  await gone.stop()
  const house = await openHouse({ env: impatient, hubsoftUrl: gone.url })
  await page.goto(house.url)
  await fillTicket(page)
  await submitButton(page).click()

  await expect(page.getByRole('heading', { name: 'Nada foi aberto' })).toBeVisible()
  await expect(page.getByText('não consegui falar com o HubSoft')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tentar de novo' })).toBeVisible()
  expect(await resultado(page)).toBe('nao-enviado')
})
