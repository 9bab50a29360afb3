import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { impatient } from '../house.ts'
import { type Scripted, startScriptedHubsoft } from '../scripted-hubsoft.ts'
import { fillTicket, resultado, submitButton, test } from './house.ts'

type Row = {
  /** What HubSoft does, as the end of the sentence "HubSoft …". */
  when: string
  answer: Scripted
  heading: string
  outcome: 'recusado' | 'incerto' | 'nao-enviado'
  /** What stands on the screen, besides the heading. */
  says?: string[]
  /** The button that sends once more. */
  offers: string[]
  allows?: number
}

const stackTrace =
  'ErrorException: Undefined offset: 0 in /var/www/hubsoft/app/Http/Controllers/AtendimentoController.php:214 Stack trace: #0 /var/www/hubsoft/vendor/laravel/framework/src/Illuminate/Foundation/Bootstrap/HandleExceptions.php(83)'

/** One answer for each screen; every answer there is stands in test/gateway/send/fault-matrix.ts. */
const rows: Row[] = [
  {
    when: 'says status:"error" with sentences',
    answer: {
      body: {
        status: 'error',
        msg: 'Favor preencher os campos',
        errors: ['O campo telefone é obrigatório.'],
      },
    },
    heading: 'O HubSoft não abriu este atendimento',
    outcome: 'recusado',
    says: [
      'Favor preencher os campos',
      'O campo telefone é obrigatório.',
      'Telefone: o HubSoft não aceitou este valor. Confira com o cliente.',
    ],
    offers: [],
  },
  {
    when: 'answers a stack trace in msg, and lists no such ticket',
    answer: { body: { status: 'error', msg: stackTrace, errors: [] } },
    heading: 'O HubSoft recusou este atendimento',
    outcome: 'recusado',
    offers: [],
  },
  {
    when: 'never answers',
    answer: { instead: 'silence' },
    heading: 'Não sei se o atendimento foi aberto',
    outcome: 'incerto',
    offers: ['Enviar de novo'],
  },
  {
    when: 'answers 429',
    answer: { status: 429, body: { status: 'error', msg: 'Limite', retry_after: 37 } },
    heading: 'Nada foi aberto',
    outcome: 'nao-enviado',
    says: ['o HubSoft pediu para esperar 37 segundos'],
    offers: ['Tentar de novo'],
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

for (const row of rows) {
  test(`HubSoft ${row.when}: ${row.heading}`, async ({ page, openHouse, pageErrors }) => {
    pageErrors.allow(row.allows ?? 422)
    const hubsoft = await startScriptedHubsoft(row.answer)
    const house = await openHouse({ env: impatient, hubsoftUrl: hubsoft.url })
    await page.goto(house.url)
    await fillTicket(page)
    await submitButton(page).click()

    await expect(page.getByRole('heading', { name: row.heading })).toBeVisible()
    for (const sentence of row.says ?? []) {
      await expect(page.getByText(sentence).first()).toBeVisible()
    }
    expect(await resultado(page)).toBe(row.outcome)
    await expect(page.locator('#protocolo')).toHaveCount(0)
    await expectNothingLeaked(page)
    const offers = page.getByRole('button', { name: /(tentar|enviar) de novo/i })
    expect(await offers.allTextContents()).toEqual(row.offers)
    expect(hubsoft.tickets()).toHaveLength(1)
    await hubsoft.stop()
  })
}
