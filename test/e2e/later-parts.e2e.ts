import { expect, type Request } from 'playwright/test'
import { budget, whatToDo } from '../build/budget.ts'
import { ana, bia } from '../house.ts'
import { endSession, resultado, sendTicket, signIn, submitButton, test, ticket } from './house.ts'

const later = '**/assets/later-*.js'
const isLater = /\/api\/|\/assets\/later-/

test('the form can be used with the page and its script alone, and the rest is asked for then', async ({
  page,
  openHouse,
}) => {
  const { url } = await openHouse()
  const asked: Request[] = []
  page.on('request', (request) => asked.push(request))
  await page.addInitScript(noteEarlyQuestions)
  // Of all that comes later nothing is answered.
  await page.route(isLater, () => {})
  await page.goto(url)
  await sendTicket(page)

  await expect(page.getByText('Espere: parte desta página ainda não chegou.')).toBeVisible()
  const before = asked.slice(
    0,
    asked.findIndex((request) => isLater.test(request.url())),
  )
  expect(
    before.map((request) => request.resourceType()),
    whatToDo,
  ).toEqual(budget.requests)
  expect(asked.filter((request) => request.url().includes('/later-'))).toHaveLength(1)
  await expect(page.locator('html')).not.toHaveAttribute('data-perguntou-cedo')
})

/** In the page: whether it asked for anything before it said that it takes clicks itself (src/app/ready.ts). */
function noteEarlyQuestions() {
  const bare = window.fetch
  window.fetch = (...question) => {
    document.documentElement.dataset.perguntouCedo = 'sim'
    return bare(...question)
  }
  document.addEventListener('novo-atendimento:pronta', () => {
    window.fetch = bare
  })
}

test('a link that the page can’t read is told as lost', async ({ page, openHouse }) => {
  const { url } = await openHouse({ allows: ['net::ERR_FAILED'] })
  await page.route('**/assets/hosted-*.js', (route) => route.abort())
  await page.goto(`${url}/#nome=Bianca`)

  await expect(page.getByText(/^Não consegui ler o link: recarregue a página/)).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')
})

test('without the file with the rules nothing is sent', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse({ allows: [404] })
  // As where another version was installed since the page came.
  await page.route(later, (route) => route.fulfill({ status: 404 }))
  await page.goto(url)
  await sendTicket(page)

  await expect(page.getByRole('region', { name: 'Nada foi enviado' })).toBeFocused()
  expect(new URL(page.url()).pathname).toBe('/')

  await page.unroute(later)
  await page.getByRole('button', { name: 'Recarregar a página' }).click()
  await expect(page.getByText('Serviço 11000', { exact: true })).toBeVisible()
  expect(emulator.ledger.tickets).toEqual([])
  await submitButton(page).click()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('without it a send’s own address says to reload the page', async ({ page, openHouse }) => {
  const { url, emulator } = await openHouse({ allows: [404] })
  await page.goto(url)
  await sendTicket(page)
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()

  await page.route(later, (route) => route.fulfill({ status: 404 }))
  await page.reload()
  await expect(
    page.getByText(/^Parte desta página não chegou: recarregue a página\./),
  ).toBeVisible()
  expect(await resultado(page)).toBe('incerto')

  await page.unroute(later)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Atendimento aberto' })).toBeVisible()
  expect(emulator.ledger.tickets).toHaveLength(1)
})

test('a text that waits for that file is its writer’s alone', async ({ page, openHouse }) => {
  const { url } = await openHouse({ allows: [404], isLocal: true })
  const name = page.locator('[name="nome"]')
  await page.goto(url)
  await signIn(page, ana)
  await page.route(later, (route) => route.fulfill({ status: 404 }))
  await page.reload()
  // What is written before that is nobody's yet.
  await expect(page.getByText(`Você está registrando como ${ana.nome}`)).toBeVisible()
  await sendTicket(page)
  await expect(page.getByRole('region', { name: 'Nada foi enviado' })).toBeFocused()

  await page.reload()
  await expect(name).toHaveValue(ticket.nome)

  await endSession(page)
  await page.unroute(later)
  await page.reload()
  await signIn(page, bia)
  await expect(page.getByText(`Este rascunho pertence a ${ana.nome}`)).toBeVisible()
  await expect(name).toHaveValue('')
})
