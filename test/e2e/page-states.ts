import type { Page } from 'playwright'
import type { Environment } from '#src/gateway/config/environment.ts'
import { type House, impatient } from '../house.ts'
import { bia, endSession, fillTicket, sendTicket, signIn, submitButton } from './house.ts'

export type PageState = {
  name: string
  env?: Environment
  /** Attendants sign in on the page; nobody has yet. */
  isLocal?: boolean
  /** Brings the page, open at the house's address, into the state. */
  reach: (page: Page, house: House) => Promise<unknown>
  /** Lines that Chromium or React print in this state. */
  allows?: (number | string | RegExp)[]
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor()

type TicketFault = 'html' | 'reset-after' | 'stack-trace' | 'refused-errors-array'

/** Sends, and HubSoft has this fault. */
async function sendInto(page: Page, { emulator }: House, fault: TicketFault) {
  emulator.faults.inject({ route: 'atendimento', fault })
  await sendTicket(page)
}

async function sendInVain(page: Page, house: House) {
  await sendInto(page, house, 'html')
  await heading(page, 'Não sei se o atendimento foi aberto')
}

/** Nobody knows of the send, and a person is about to send it once more. */
async function untilSendingAgain(page: Page, house: House) {
  await sendInVain(page, house)
  await page.getByRole('button', { name: 'Enviar de novo' }).click()
  await page.getByRole('checkbox', { name: 'Entendi que pode haver dois atendimentos' }).check()
}

async function enter(page: Page) {
  await signIn(page)
  await page.getByText('Você entrou como Ana Souza.').waitFor()
}

/** The session is over before the ticket is sent. */
async function sendTooLate(page: Page) {
  await enter(page)
  await endSession(page)
  await sendTicket(page)
  await heading(page, 'Entrar de novo')
}

/** As a translating browser does: another element round this one, in which React doesn't find it. */
export const wrapInFont = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const font = document.createElement('font')
    element.replaceWith(font)
    font.append(element)
  })

/** A form that breaks under the typing. */
export async function breakForm(page: Page) {
  await fillTicket(page)
  await wrapInFont(page, '[name="telefone"] ~ div > span:has-text("Celular")')
  await page.locator('[name="telefone"]').fill('37')
}

/** What React prints of it. */
export const brokenByHand =
  /^NotFoundError: Failed to execute '(removeChild|insertBefore)' on 'Node'/

const openShiftLog = (page: Page) =>
  page.getByRole('link', { name: 'Meus atendimentos de hoje' }).click()

/** Every screen that an attendant can meet, each reached the way it comes about. */
export const pageStates: PageState[] = [
  { name: 'empty', reach: (page) => heading(page, 'Abrir atendimento') },
  {
    name: 'faults',
    async reach(page) {
      await fillTicket(page, {
        id_cliente_servico: 'Serviço 11000 - BIANCA',
        nome: 'bia@x.com.br',
        telefone: '999112233',
        descricao: 'CPF 862.149.410-81',
      })
      await page.locator('[name="email"]').fill('bia@gmail.con')
      await submitButton(page).click()
      await page.locator('#resumo-de-erros').waitFor()
      await page.getByRole('button', { name: 'Retirar' }).waitFor()
    },
  },
  {
    name: 'rules missing',
    allows: [404],
    async reach(page) {
      await page.route('**/assets/later-form-*.js', (route) => route.fulfill({ status: 404 }))
      await page.reload()
      await sendTicket(page)
      await page.getByRole('button', { name: 'Recarregar a página' }).waitFor()
    },
  },
  {
    name: 'pending',
    async reach(page, { emulator }) {
      emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 60_000 })
      await sendTicket(page)
      await page.getByText('Abrindo o atendimento no HubSoft…').waitFor()
    },
  },
  {
    name: 'conferring',
    async reach(page, house) {
      await sendInto(page, house, 'html')
      await page.getByText('Conferindo… Não envie de novo.').waitFor()
    },
  },
  {
    name: 'list not readable',
    async reach(page, house) {
      house.emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 1000 })
      await sendInto(page, house, 'html')
      await page
        .getByText('Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto')
        .waitFor()
      await page.getByRole('button', { name: 'Abrir próximo atendimento' }).waitFor()
    },
  },
  {
    name: 'record lost',
    async reach(page, house) {
      await sendInto(page, house, 'html')
      await page.getByText(/^Sem resposta até agora/).waitFor()
      const body = JSON.stringify({
        status: 'error',
        msg: 'Este servidor não tem registro deste envio.',
        codigo: 'chave_desconhecida',
        id_requisicao: 'r1',
      })
      await page.route('**/api/v1/integracao/atendimento/*', (route) =>
        route.fulfill({ status: 404, contentType: 'application/json', body }),
      )
      await heading(page, 'Não sei se o atendimento foi aberto')
    },
    allows: [404],
  },
  {
    name: 'refused in doubt',
    env: impatient,
    async reach(page, house) {
      await sendInto(page, house, 'stack-trace')
      await heading(page, 'O HubSoft recusou este atendimento')
      await page.getByText(/^REF /).waitFor()
    },
  },
  {
    name: 'sending again',
    env: impatient,
    reach: untilSendingAgain,
  },
  {
    name: 'not sent again',
    env: impatient,
    async reach(page, house) {
      await untilSendingAgain(page, house)
      house.emulator.faults.inject({ route: 'listagem', fault: 'refused' })
      await page.getByRole('button', { name: 'Enviar mesmo assim' }).click()
      await heading(page, 'Nada foi enviado de novo.')
    },
  },
  {
    name: 'refused again',
    env: impatient,
    async reach(page, house) {
      await untilSendingAgain(page, house)
      house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
      await page.getByRole('button', { name: 'Enviar mesmo assim' }).click()
      await heading(page, 'O HubSoft recusou o novo envio')
      await page.getByText(/^REF /).waitFor()
    },
    allows: [422],
  },
  {
    name: 'found',
    async reach(page, house) {
      await sendInto(page, house, 'reset-after')
      await page.getByText('Confirmado depois da conferência.').waitFor()
    },
  },
  {
    name: 'no record',
    async reach(page) {
      await page.goto(
        new URL('/atendimentos/7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01', page.url()).href,
      )
      await heading(page, 'Não há registro deste envio')
    },
    allows: [404],
  },
  {
    name: 'refused',
    async reach(page, house) {
      await sendInto(page, house, 'refused-errors-array')
      await heading(page, 'O HubSoft não abriu este atendimento')
    },
    allows: [422],
  },
  {
    name: 'turned away',
    async reach(page) {
      await page.route('**/api/v1/integracao/atendimento', async (route) => {
        const headers = { ...route.request().headers(), 'content-type': 'text/plain' }
        await route.continue({ headers })
      })
      await sendTicket(page)
      await heading(page, 'O envio não foi aceito')
    },
    allows: [415],
  },
  {
    name: 'not sent',
    async reach(page, { refuseNextSend }) {
      refuseNextSend()
      await sendTicket(page)
      await heading(page, 'Nada foi aberto')
    },
    allows: [503],
  },
  {
    name: 'opened with OS',
    async reach(page) {
      await page.locator('[name="abrir_os"]').check()
      await sendTicket(page)
      await heading(page, 'Ordem de serviço')
      for (const folded of await page.locator('summary').all()) await folded.click()
    },
  },
  {
    name: 'opened twice',
    async reach(page) {
      await page.route('**/api/v1/integracao/atendimento', async (route) => {
        const response = await route.fetch()
        const outros_protocolos = ['201811161058217']
        await route.fulfill({ response, json: { ...(await response.json()), outros_protocolos } })
      })
      await sendTicket(page)
      await heading(page, 'Há dois atendimentos deste envio no HubSoft')
    },
  },
  {
    name: 'OS missing',
    async reach(page) {
      await page.locator('[name="abrir_os"]').check()
      await sendTicket(page, { id_cliente_servico: '11007' })
      await heading(page, 'Você pediu uma ordem de serviço, mas o HubSoft não criou nenhuma.')
    },
  },
  {
    name: 'a send to look into',
    env: impatient,
    async reach(page, house) {
      await sendInVain(page, house)
      await page.keyboard.press('Alt+9')
      await heading(page, 'A conferir')
    },
  },
  {
    name: 'shift log',
    env: impatient,
    async reach(page, house) {
      await sendTicket(page)
      await heading(page, 'Atendimento aberto')
      await page.keyboard.press('Alt+9')
      await sendInVain(page, house)
      await openShiftLog(page)
      await heading(page, 'Abertos por mim hoje (1)')
      await page.getByText('1 envio a conferir').waitFor()
    },
  },
  {
    name: 'shift log empty',
    async reach(page) {
      await openShiftLog(page)
      await page.getByText('Você não enviou nenhum atendimento').waitFor()
    },
  },
  {
    name: 'shift log unreachable',
    async reach(page) {
      await heading(page, 'Abrir atendimento')
      await page.route('**/api/**', (route) => route.abort())
      await openShiftLog(page)
      await page.getByText('Não sei o que você já enviou hoje').waitFor()
    },
    allows: ['net::ERR_FAILED'],
  },
  {
    name: 'gateway unreachable',
    async reach(page) {
      await fillTicket(page)
      await page.route('**/api/**', (route) => route.abort())
      await submitButton(page).click()
      await heading(page, 'Não consigo falar com o servidor')
    },
    allows: ['net::ERR_FAILED'],
  },
  {
    name: 'sign-in',
    isLocal: true,
    reach: (page) => heading(page, 'Entrar no Novo Atendimento'),
  },
  {
    name: 'sign-in refused',
    isLocal: true,
    async reach(page) {
      await signIn(page, { usuario: 'ana', nome: '', senha: 'errada' })
      await heading(page, 'Não foi possível entrar')
    },
  },
  {
    name: 'session over',
    isLocal: true,
    async reach(page) {
      await sendTooLate(page)
    },
  },
  {
    name: 'session over while asking',
    isLocal: true,
    async reach(page) {
      await enter(page)
      await page.route('**/api/v1/**', (route) => route.abort())
      await sendTicket(page)
      await heading(page, 'Não consigo falar com o servidor')
      await endSession(page)
      await page.unroute('**/api/v1/**')
      await heading(page, 'Entrar de novo')
    },
    allows: ['net::ERR_FAILED'],
  },
  {
    name: 'sign-out asked',
    isLocal: true,
    async reach(page) {
      await enter(page)
      await fillTicket(page)
      await page.getByRole('button', { name: 'Sair' }).click()
      await heading(page, 'Sair apaga o que está nesta aba')
    },
  },
  {
    name: 'another attendant',
    isLocal: true,
    async reach(page) {
      await sendTooLate(page)
      await signIn(page, bia)
      await page.getByText('Este rascunho pertence a Ana Souza.').waitFor()
    },
  },
  {
    name: 'opened by somebody signed in',
    isLocal: true,
    async reach(page) {
      await enter(page)
      await sendTicket(page)
      await page.getByText('Sem ordem de serviço, como pedido.').waitFor()
    },
  },
  {
    name: 'text held back',
    isLocal: true,
    async reach(page) {
      await sendTooLate(page)
      await page.route('**/api/sessao', (route) => route.abort())
      await page.reload()
      await heading(page, 'Há texto guardado nesta aba')
    },
    allows: ['net::ERR_FAILED'],
  },
  {
    name: 'HubSoft down',
    async reach(page, { stopEmulator }) {
      await stopEmulator()
      await fillTicket(page)
      // Five sends in a row without an answer are an outage.
      for (let sends = 0; sends < 5; sends += 1) {
        const answered = page.waitForResponse((response) => response.status() === 503)
        await submitButton(page).click()
        await answered
        await heading(page, 'Nada foi aberto')
      }
      // The page would ask by itself, up to 15 s later.
      await page.reload()
      await page.getByText(/^HubSoft fora do ar desde /).waitFor()
      await heading(page, 'Nada foi aberto')
    },
    // Reloaded, it asks about a send that never left, of which nothing was kept.
    allows: [404, 503],
  },
  {
    name: 'form broken',
    async reach(page) {
      await breakForm(page)
      await heading(page, 'Esta tela parou de funcionar')
    },
    allows: [brokenByHand],
  },
  {
    name: 'receipt broken',
    async reach(page) {
      await page.route('**/api/configuracao', async (route) => {
        const response = await route.fetch()
        const fuso_horario = 'Marte/Olimpo'
        await route.fulfill({ response, json: { ...(await response.json()), fuso_horario } })
      })
      await page.reload()
      await sendTicket(page)
      await heading(page, 'Esta tela parou de funcionar')
      await page.getByRole('button', { name: 'Copiar protocolo' }).waitFor()
    },
    allows: [/^RangeError: Invalid time zone specified/],
  },
  {
    name: 'page broken',
    async reach(page) {
      await page.route('**/assets/later-screens-*.js', (route) => route.abort())
      await page.reload()
      await breakForm(page)
      await heading(page, 'A página parou de funcionar')
    },
    allows: ['net::ERR_FAILED', brokenByHand],
  },
]
