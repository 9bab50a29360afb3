import { expect } from 'playwright/test'
import type { House } from '../house.ts'
import { bia } from '../house.ts'
import {
  endSession,
  fillTicket,
  reload,
  sendTicket,
  signIn,
  submitButton,
  tabOf,
  type ticket,
  type View,
} from './house.ts'

export type PageState = {
  name: string
  /** Attendants sign in on the page; nobody has yet. */
  isLocal?: boolean
  /** Brings the page into the state: from the one before, or open at the house's address. */
  reach?: (page: View, house: House) => Promise<unknown>
  /** By which it is there: a heading, or a text. */
  shows: string | RegExp
  /** Lines that Chromium or React print in this state. */
  allows?: (number | string | RegExp)[]
}

const shown = (page: View, by: string | RegExp) =>
  (typeof by === 'string' ? page.getByRole('heading', { name: by }) : page.getByText(by)).waitFor()

/** Brings the page from the state before, or as it opens, into this one. */
export async function reachState({ reach, shows }: PageState, page: View, house: House) {
  await reach?.(page, house)
  await shown(page, shows)
}

type TicketFault = 'html' | 'reset-after' | 'stack-trace' | 'refused-errors-array'

/** Sends, and HubSoft has this fault. Answered: a leap before the request leaves would keep it from leaving. */
export const sendInto =
  (fault: TicketFault) =>
  async (page: View, { emulator }: House, fields?: Partial<typeof ticket>) => {
    emulator.faults.inject({ route: 'atendimento', fault })
    const answered = tabOf(page).waitForResponse(
      (response) => response.request().method() === 'POST',
    )
    await sendTicket(page, fields)
    await answered
  }

/** Until a heading says what is told once the gateway's patience with HubSoft has ended, by its clock. */
export async function shownInTheEnd(page: View, { skip, listsRead }: House, name: string) {
  const title = page.getByRole('heading', { name })
  // A leap would cut the first look short.
  await expect.poll(listsRead, { intervals: [20] }).toBeGreaterThan(0)
  skip(80_000)
  await expect
    .poll(
      async () => {
        // In steps in which a look at HubSoft's list has the time that it takes.
        skip(2000)
        // As whoever comes back to the tab: the page asks at once, and not only when it would have anyway.
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
        return title.isVisible()
      },
      // More often the gateway would turn the page away.
      { intervals: [100] },
    )
    .toBe(true)
}

/** Nobody knows what became of it. */
export async function sendInVain(page: View, house: House, fields?: Partial<typeof ticket>) {
  await sendInto('html')(page, house, fields)
  await shownInTheEnd(page, house, 'Não sei se o atendimento foi aberto')
}

/** A person is about to send it once more. */
async function untilAboutToSend(page: View) {
  await page.getByRole('button', { name: 'Enviar de novo…' }).click()
  await page.getByRole('checkbox', { name: 'Entendi que pode haver dois atendimentos' }).check()
}

const sendAgain = (page: View) => page.getByRole('button', { name: 'Enviar mesmo assim' }).click()

async function enter(page: View) {
  await signIn(page)
  await page.getByText('Você está registrando como Ana Souza').waitFor()
}

/** The session is over before the ticket is sent. */
async function sendTooLate(page: View) {
  await enter(page)
  await endSession(page)
  await sendTicket(page)
  await shown(page, 'Entrar de novo')
}

/** As a translating browser does: another element round this one, in which React doesn't find it. */
const wrapInFont = (page: View, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const font = document.createElement('font')
    element.replaceWith(font)
    font.append(element)
  })

/** A form that breaks under the typing. */
async function breakForm(page: View) {
  await fillTicket(page)
  await wrapInFont(page, '#aviso-telefone span:has-text("Celular")')
  await page.locator('[name="telefone"]').fill('37')
}

/** What React prints of it. */
const brokenByHand = /^NotFoundError: Failed to execute '(removeChild|insertBefore)' on 'Node'/

const openShiftLog = (page: View) =>
  page.getByRole('link', { name: /^(?:Meus envios de hoje|Envios)/ }).click()

/** The service is typed, and the page looks for whose it is. */
async function callOf(page: View, service: string) {
  await page.getByRole('combobox').waitFor()
  await page.locator('[name="id_cliente_servico"]').fill(service)
}

/** As from a softphone, on the page that is open. */
async function followLink(page: View, fragment: string) {
  await page.evaluate((hash) => {
    location.hash = hash
  }, fragment)
  await page.waitForURL((url) => url.hash === '')
  await page.getByText(/^(?:O link preencheu|O que veio|Nova ligação)/).waitFor()
}

/** What is written goes to a ticket that is open already. */
async function startAdding(page: View) {
  await callOf(page, '11028')
  await page.getByRole('button', { name: /^Acrescentar/ }).click()
  await shown(page, 'Acrescentar ao atendimento')
}

/**
 * Every screen that an attendant can meet, each reached the way it comes about: on one page those that come one after
 * another.
 */
export const pageStates: [PageState, ...PageState[]][] = [
  [
    { name: 'empty', shows: 'Abrir atendimento' },
    {
      name: 'shift log empty',
      reach: openShiftLog,
      shows: /^Você não enviou nenhum atendimento/,
    },
  ],
  [
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
        await page.getByRole('button', { name: 'Retirar' }).waitFor()
      },
      shows: /campos para corrigir$/,
    },
  ],
  [
    {
      name: 'rules missing',
      async reach(page) {
        await tabOf(page).route('**/assets/later-*.js', (route) => route.fulfill({ status: 404 }))
        await reload(page)
        await sendTicket(page)
      },
      shows: /^Recarregar a página$/,
      allows: [404],
    },
  ],
  [
    {
      name: 'pending',
      async reach(page, { emulator }) {
        emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 60_000 })
        await sendTicket(page)
      },
      shows: /^Abrindo o atendimento no HubSoft…$/,
    },
  ],
  [
    {
      name: 'conferring',
      reach: sendInto('html'),
      shows: /^Conferindo… Não envie de novo\.$/,
    },
    {
      name: 'record lost',
      async reach(page) {
        const json = {
          status: 'error',
          msg: 'Este servidor não tem registro deste envio.',
          codigo: 'chave_desconhecida',
          id_requisicao: 'r1',
        }
        await tabOf(page).route('**/api/v1/integracao/atendimento/*', (route) =>
          route.fulfill({ status: 404, json }),
        )
      },
      shows: 'Não sei se o atendimento foi aberto',
      allows: [404],
    },
  ],
  [
    {
      name: 'list not readable',
      async reach(page, house) {
        house.emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 1000 })
        await sendInto('html')(page, house)
        await page.getByRole('button', { name: 'Abrir próximo atendimento' }).waitFor()
      },
      shows: /^Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto/,
      // Nor could the service's list be, where the page had the time to ask for it.
      allows: [503],
    },
  ],
  [
    {
      name: 'refused in doubt',
      async reach(page, house) {
        await sendInto('stack-trace')(page, house)
        await shownInTheEnd(page, house, 'O HubSoft recusou este atendimento')
      },
      shows: /^REF /,
    },
  ],
  [
    {
      name: 'sending again',
      async reach(page, house) {
        await sendInVain(page, house)
        await untilAboutToSend(page)
      },
      shows: /^Enviar mesmo assim$/,
    },
    {
      name: 'not sent again',
      async reach(page, house) {
        house.emulator.faults.inject({ route: 'listagem', fault: 'refused' })
        await sendAgain(page)
      },
      shows: 'Nada foi enviado de novo.',
    },
    {
      name: 'refused again',
      async reach(page, house) {
        await untilAboutToSend(page)
        house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
        await sendAgain(page)
        await shown(page, 'O HubSoft recusou o novo envio')
      },
      shows: /^REF /,
      allows: [422],
    },
  ],
  [
    {
      name: 'found',
      reach: sendInto('reset-after'),
      shows: /^Confirmado depois da conferência\.$/,
    },
  ],
  [
    {
      name: 'no record',
      reach: (page) => page.goto(`${page.url()}atendimentos/7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01`),
      shows: 'Não há registro deste envio',
      allows: [404],
    },
  ],
  [
    {
      name: 'not sent',
      async reach(page, { refuseNextSend }) {
        refuseNextSend()
        await sendTicket(page)
      },
      shows: 'Nada foi aberto',
      allows: [503],
    },
    {
      name: 'refused',
      async reach(page, { emulator }) {
        emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
        await submitButton(page).click()
      },
      shows: 'O HubSoft não abriu este atendimento',
      allows: [422],
    },
    {
      name: 'turned away',
      async reach(page) {
        await tabOf(page).route('**/api/v1/integracao/atendimento', async (route) => {
          const headers = { ...route.request().headers(), 'content-type': 'text/plain' }
          await route.continue({ headers })
        })
        await submitButton(page).click()
      },
      shows: 'O envio não foi aceito',
      allows: [415],
    },
  ],
  [
    {
      name: 'opened with OS',
      async reach(page) {
        await page.locator('[name="abrir_os"]').check()
        await sendTicket(page)
        await shown(page, 'Ordem de serviço')
        for (const folded of await page.locator('summary').all()) await folded.click()
      },
      shows: 'Ordem de serviço',
    },
  ],
  [
    {
      name: 'opened twice',
      async reach(page) {
        await tabOf(page).route('**/api/v1/integracao/atendimento', async (route) => {
          const response = await route.fetch()
          const outros_protocolos = ['201811161058217']
          await route.fulfill({ response, json: { ...(await response.json()), outros_protocolos } })
        })
        await sendTicket(page)
      },
      shows: 'Há dois atendimentos deste envio no HubSoft',
    },
  ],
  [
    {
      name: 'OS missing',
      async reach(page) {
        await page.locator('[name="abrir_os"]').check()
        await sendTicket(page, { id_cliente_servico: '11007' })
      },
      shows: 'Você pediu uma ordem de serviço, mas o HubSoft não criou nenhuma.',
    },
  ],
  [
    {
      name: 'a send to look into',
      async reach(page, house) {
        await sendTicket(page)
        await shown(page, 'Atendimento aberto')
        await tabOf(page).keyboard.press('Alt+9')
        await sendInVain(page, house)
        await tabOf(page).keyboard.press('Alt+9')
      },
      shows: 'Últimos envios',
    },
    {
      name: 'shift log',
      async reach(page) {
        await openShiftLog(page)
        await shown(page, 'Meus envios de hoje')
      },
      shows: /^1 a conferir:/,
    },
  ],
  [
    {
      name: 'shift log unreachable',
      async reach(page) {
        await shown(page, 'Abrir atendimento')
        await tabOf(page).route('**/api/**', (route) => route.abort())
        await openShiftLog(page)
      },
      shows: /Não sei o que você já enviou hoje/,
      allows: ['net::ERR_FAILED'],
    },
  ],
  [
    {
      name: 'gateway unreachable',
      async reach(page) {
        await fillTicket(page)
        await tabOf(page).route('**/api/**', (route) => route.abort())
        await submitButton(page).click()
      },
      shows: /^Não consigo falar com o servidor\. /,
      allows: ['net::ERR_FAILED'],
    },
  ],
  [
    {
      name: 'filled in by a link',
      reach: (page) => followLink(page, 'nome=Bianca&nome=Bia&telefone=37999112233&abrir_os=true'),
      shows: /^O link preencheu 2 campos\. Deixei de fora: /,
    },
  ],
  [
    {
      name: 'another call waits',
      async reach(page) {
        await followLink(page, 'id_cliente_servico=11000&chamada=c-1')
        await fillTicket(page)
        await page.locator('[name="email"]').fill('bia@example.com')
        await followLink(page, 'email=outra@example.com')
        await page.getByRole('button', { name: 'Usar no campo E-mail' }).waitFor()
        await followLink(page, 'id_cliente_servico=11302&chamada=c-2')
      },
      shows: /^Nova ligação: serviço 11302\.$/,
    },
    {
      name: 'call begun beside a draft',
      reach: (page) => page.getByRole('button', { name: 'Começar próximo atendimento' }).click(),
      shows: /^Há um rascunho de /,
    },
  ],
  [
    { name: 'sign-in', isLocal: true, shows: 'Entrar no Novo Atendimento' },
    {
      name: 'sign-in refused',
      isLocal: true,
      reach: (page) => signIn(page, { usuario: 'ana', nome: '', senha: 'errada' }),
      shows: 'Não foi possível entrar',
    },
    {
      name: 'sign-out asked',
      isLocal: true,
      async reach(page) {
        await enter(page)
        await fillTicket(page)
        await page.getByRole('button', { name: 'Sair' }).click()
      },
      shows: 'Sair apaga o que está nesta aba',
    },
  ],
  [
    { name: 'session over', isLocal: true, reach: sendTooLate, shows: 'Entrar de novo' },
    {
      name: 'another attendant',
      isLocal: true,
      reach: (page) => signIn(page, bia),
      shows: /^Este rascunho pertence a Ana Souza\.$/,
    },
  ],
  [
    {
      name: 'session over while asking',
      isLocal: true,
      async reach(page) {
        await enter(page)
        await tabOf(page).route('**/api/v1/**', (route) => route.abort())
        await sendTicket(page)
        await shown(page, /^Não consigo falar com o servidor\. /)
        await endSession(page)
        await tabOf(page).unroute('**/api/v1/**')
      },
      shows: 'Entrar de novo',
      allows: ['net::ERR_FAILED'],
    },
  ],
  [
    {
      name: 'opened by somebody signed in',
      isLocal: true,
      async reach(page) {
        await enter(page)
        await sendTicket(page)
      },
      shows: /^Nenhuma, como pedido$/,
    },
  ],
  [
    {
      name: 'text held back',
      isLocal: true,
      async reach(page) {
        await sendTooLate(page)
        await tabOf(page).route('**/api/sessao', (route) => route.abort())
        await reload(page)
      },
      shows: 'Há texto guardado nesta aba',
      allows: ['net::ERR_FAILED'],
    },
  ],
  [
    {
      name: 'HubSoft down',
      async reach(page, { stopEmulator }) {
        await stopEmulator()
        await fillTicket(page)
        // Five sends in a row without an answer are an outage.
        for (let sends = 0; sends < 5; sends += 1) {
          const answered = tabOf(page).waitForResponse((response) => response.status() === 503)
          await submitButton(page).click()
          await answered
          await shown(page, 'Nada foi aberto')
        }
        // The page would ask by itself, up to 15 s later.
        await reload(page)
        await shown(page, /^HubSoft fora do ar desde /)
      },
      shows: 'Nada foi aberto',
      // Reloaded, it asks about a send that never left, of which nothing was kept.
      allows: [404, 503],
    },
  ],
  [
    {
      name: 'customers found',
      async reach(page) {
        await page.getByRole('combobox').fill('condomínio')
        await page.getByRole('listbox').waitFor()
        await tabOf(page).keyboard.press('ArrowDown')
      },
      shows: /^Serviço 11101 · /,
    },
    {
      name: 'nobody found',
      async reach(page) {
        await page.getByRole('combobox').fill('ninguém')
        await page.locator('#aviso-busca', { hasText: 'Não encontrei ninguém por nome.' }).waitFor()
      },
      shows: 'Abrir atendimento',
    },
    {
      name: 'service not known',
      reach: (page) => callOf(page, '99999'),
      shows: 'Serviço 99999',
    },
    {
      name: 'customer with markup in every text',
      reach: (page) => callOf(page, '11041'),
      shows: '<b>bruno</B>',
    },
  ],
  [
    {
      name: 'customer with an outage, protocol given',
      async reach(page) {
        await callOf(page, '11028')
        await shown(page, 'Já existe 1 aberto')
        await page.getByRole('button', { name: /^Usar titular/ }).click()
        await page.getByRole('button', { name: /^Dar este protocolo/ }).click()
        await page.getByRole('button', { name: 'por telefone' }).click()
      },
      shows: /^Anotado às /,
    },
  ],
  [
    {
      name: 'look-up down',
      async reach(page, { emulator }) {
        emulator.faults.inject({ route: 'consulta', fault: 'http-500', times: 2 })
        emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 2 })
        await callOf(page, '11000')
        await page.getByRole('button', { name: 'Consultar de novo' }).waitFor()
      },
      shows: /^Não consegui ver se este serviço já tem atendimento aberto\./,
      allows: [503],
    },
  ],
  [
    {
      name: 'adding to a ticket',
      reach: startAdding,
      shows: 'Acrescentar ao atendimento',
    },
    {
      name: 'refused as an addition',
      async reach(page, { emulator }) {
        const msg = 'O atendimento informado está fechado.'
        emulator.faults.inject({ route: 'mensagem', fault: 'refused', msg })
        await page.getByRole('textbox', { name: 'Acréscimo' }).fill('Voltou a cair hoje cedo.')
        await submitButton(page).click()
      },
      shows: 'O HubSoft recusou este acréscimo',
      allows: [422],
    },
    {
      name: 'added to a ticket',
      reach: (page) => submitButton(page).click(),
      shows: 'Acréscimo feito',
    },
  ],
  [
    {
      name: 'filled in by a link, one value offered',
      async reach(page) {
        await page.locator('[name="nome"]').fill('Bia')
        await page.evaluate(() => {
          location.hash =
            '#id_cliente_servico=11000&nome=Bianca+Couto&telefone=37999112233&origem=PABX'
        })
      },
      shows: /^Um link \(diz ser: PABX\) informou Bianca Couto\./,
    },
  ],
  [
    {
      name: 'form broken',
      reach: breakForm,
      shows: 'Esta tela parou de funcionar',
      allows: [brokenByHand],
    },
  ],
  [
    {
      name: 'receipt broken',
      async reach(page) {
        await tabOf(page).route('**/api/configuracao', async (route) => {
          const response = await route.fetch()
          const fuso_horario = 'Marte/Olimpo'
          await route.fulfill({ response, json: { ...(await response.json()), fuso_horario } })
        })
        await reload(page)
        await sendTicket(page)
        await page.getByRole('button', { name: 'Copiar protocolo' }).waitFor()
      },
      shows: 'Esta tela parou de funcionar',
      allows: [/^RangeError: Invalid time zone specified/],
    },
  ],
  [
    {
      name: 'page broken',
      async reach(page) {
        await tabOf(page).route('**/assets/later-*.js', (route) => route.abort())
        await reload(page)
        await fillTicket(page)
        await wrapInFont(page, 'form div:has(> h1)')
        await submitButton(page).click()
      },
      shows: 'A página parou de funcionar',
      allows: ['net::ERR_FAILED', brokenByHand],
    },
  ],
]
