import { expect } from 'playwright/test'
import { freePort, startGatewayProcess } from '../process.ts'
import { seedAnswer, seedRequest } from '../samples.ts'
import { startScriptedHubsoft } from '../scripted-hubsoft.ts'
import { submitButton, test } from './house.ts'

const secret = 'um-segredo-de-trinta-e-dois-caracteres'
const signedIn = {
  'X-Auth-Proxy-Secret': secret,
  'X-Forwarded-User': 'ana.souza',
  'X-Forwarded-Name': 'Ana Souza',
}

/** The gateway in a process of its own, pointed at a HubSoft that isn't the emulator. */
async function openOther() {
  const hubsoft = await startScriptedHubsoft({ body: seedAnswer })
  const port = await freePort()
  const gateway = await startGatewayProcess({
    PORT: String(port),
    HUBSOFT_URL: hubsoft.url,
    HUBSOFT_CLIENT_ID: '3',
    HUBSOFT_CLIENT_SECRET: 'segredo',
    HUBSOFT_USERNAME: 'api@provedor.com.br',
    HUBSOFT_PASSWORD: 'senha',
    AUTH_MODE: 'proxy',
    AUTH_PROXY_SECRET: secret,
    TRUSTED_PROXIES: '127.0.0.1',
  })
  return {
    hubsoft,
    gateway,
    async stop() {
      await gateway.stop()
      await hubsoft.stop()
    },
  }
}

test("against another server that speaks the manual's contract, the manual's answer is shown whole", async ({
  page,
}) => {
  const { hubsoft, gateway, stop } = await openOther()
  await page.setExtraHTTPHeaders(signedIn)
  const answers: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) answers.push(await response.text())
  })
  await page.goto(gateway.url)
  await expect(page.getByText('Você está registrando como Ana Souza.')).toBeVisible()
  await page.locator('[name="id_cliente_servico"]').fill(' 11.000 ')
  await page.locator('[name="nome"]').fill('Bianca  Couto')
  await page.locator('[name="telefone"]').fill('+55 (37) 99911-2233')
  await page.locator('[name="descricao"]').fill('Estou sem acesso a internet desde segunda-feira.')
  await page.locator('[name="abrir_os"]').check()
  await submitButton(page).click()

  await expect(page.locator('#protocolo')).toHaveText('201811161058216')
  const screen = await page.locator('main').textContent()
  for (const shown of [
    'BIANCA COUTO',
    'NEXT-NV_1MBPS',
    '320',
    'ABERTURA VIA API',
    'Aguardando agendamento',
    'Aguardando Análise',
    'Serviço Habilitado',
    '16/11/2018',
    'Ainda sem data marcada. Não prometa horário ao cliente.',
  ]) {
    expect(screen).toContain(shown)
  }
  expect(screen).not.toContain('DEMONSTRAÇÃO')
  for (const text of [await page.content(), ...answers]) {
    expect(text).not.toMatch(/86214941081|862\.149\.410-81|"valor"|69[.,]9/)
  }

  const [post, ...others] = hubsoft.tickets()
  expect(others).toEqual([])
  expect(post?.method).toBe('POST')
  expect(post?.headers.accept).toBe('application/json')
  expect(post?.headers.authorization).toBe('Bearer a1')
  expect(JSON.parse(post?.body ?? '')).toEqual({
    id_cliente_servico: 11000,
    descricao: expect.stringMatching(
      /^Estou sem acesso a internet desde segunda-feira\. \| Atendente: Ana Souza \| REF [0-9A-Z]{4}-[0-9A-Z]{4}$/,
    ),
    nome: 'Bianca Couto',
    telefone: '37999112233',
    abrir_os: true,
  })
  await stop()
})

test("the manual's own example body, posted to the gateway unchanged, opens a ticket", async ({
  request,
}) => {
  const { hubsoft, gateway, stop } = await openOther()
  const answer = await request.post(`${gateway.url}/api/v1/integracao/atendimento`, {
    headers: { ...signedIn, 'Idempotency-Key': crypto.randomUUID() },
    data: seedRequest,
  })

  expect(answer.status()).toBe(201)
  expect((await answer.json()).atendimento.protocolo).toBe('201811161058216')
  expect(hubsoft.tickets()).toHaveLength(1)
  await stop()
})
