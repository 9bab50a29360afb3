import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readClientes, readProtocolNoted, readTicketsOfService } from '#src/contract/cliente.ts'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import { whyNotShown } from '#src/gateway/http/clientes/cliente-problems.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { heldWait } from '../../held-wait.ts'
import { listen } from '../../process.ts'
import { keepLog } from '../keep-log.ts'
import {
  type Answer,
  behindProxy,
  enterHouse,
  newTicket,
  openHouse,
  shareHouse,
  signedIn,
} from '../running.ts'
import { expectApiHeaders, expectProblem } from './expect-problem.ts'

const route = '/api/v1/integracao/cliente'
const toSearch = (busca: string, termo_busca: string, more = {}) =>
  `${route}?${new URLSearchParams({ busca, termo_busca, ...more })}`
const toList = (id: number | string) =>
  `${route}/atendimento?busca=id_cliente_servico&termo_busca=${id}`
const asked = (house: { ledger: { requests: readonly { path: string }[] } }) =>
  house.ledger.requests.filter(({ path }) => path.startsWith(route))

function foundIn(answer: Answer) {
  const read = readClientes(answer.text)
  if (read?.status !== 'success') throw new Error(`No customers: ${answer.text}`)
  return read.clientes
}

function ticketsIn(answer: Answer) {
  const read = readTicketsOfService(answer.text)
  if (read?.status !== 'success') throw new Error(`No tickets: ${answer.text}`)
  return read
}

/** Where nothing that is asked changes what the next one meets. */
const house = shareHouse(enterHouse)

test.each(['manual', '2024', '2026'] as const)(
  'a customer in HubSoft’s keys of %s: what the card shows, and no secret',
  async (customers) => {
    const { send } = await openHouse({ emulator: { switches: { customers } } })

    const answer = await send(toSearch('cpf_cnpj', '900.000.001-75'))

    expect(answer.status).toBe(200)
    expectApiHeaders(answer)
    expect(answer.text).not.toMatch(/segredo|90000000175|senha|login|ipv4|203\.0\.113/i)
    expect(answer.body).toEqual({
      status: 'success',
      msg: 'Encontrei 1 cliente.',
      ha_mais: false,
      clientes: [
        {
          codigo_cliente: 1307,
          nome_razaosocial: 'ADEMAR DAS AMOSTRAS',
          nome_fantasia: null,
          cpf_cnpj: '***.***.***-75',
          telefone_primario: '37999990001',
          telefone_secundario: null,
          telefone_terciario: null,
          email_principal: 'ademar@example.com',
          email_secundario: null,
          alerta_mensagens: [
            'Existe um rompimento de fibra no bairro Centro que está afetando esse cliente\nPrevisão de retorno: 15h30',
            'A equipe técnica já está a caminho',
          ],
          servicos: [
            {
              id_cliente_servico: 11002,
              numero_plano: expect.any(Number),
              nome: expect.stringMatching(/FIBRA/),
              status: 'Serviço Habilitado',
              status_prefixo: 'servico_habilitado',
              tecnologia: 'FIBRA',
              velocidade_download: customers === 'manual' ? null : expect.any(String),
              velocidade_upload: customers === 'manual' ? null : expect.any(String),
              endereco_instalacao: expect.stringMatching(/^[^\n]{10,}$/),
              ultima_conexao: {
                conectado: expect.any(Boolean),
                desde: expect.stringMatching(/^20\d\d-.*Z$/),
              },
            },
          ],
        },
      ],
    })
    expect(JSON.stringify(foundIn(answer))).toBe(JSON.stringify(Object(answer.body).clientes))
  },
)

test.each([
  ['id_cliente_servico', '11010', [1342]],
  ['codigo_cliente', ' 1342 ', [1342]],
  ['telefone', '+55 (37) 99911-2233', [1204]],
  ['telefone', '3732210100', [1204]],
  ['cpf_cnpj', '12.abc.345/01de-35', [1503]],
  ['nome_razaosocial', ' couto ', [1204]],
  ['nome_razaosocial', 'ninguém assim', []],
])('by %s %j whom HubSoft has is found', async (busca, term, codes) => {
  const answer = await house().send(toSearch(busca, term, { limit: '1', incluir_contrato: 'sim' }))

  expect(foundIn(answer).map((one) => one.codigo_cliente)).toEqual(codes)
})

test('a cancelled service is shown to whoever asks for it by its number, and to nobody else', async () => {
  const byService = foundIn(await house().send(toSearch('id_cliente_servico', '11013')))
  const byName = foundIn(await house().send(toSearch('nome_razaosocial', 'IRACEMA')))

  expect(byService[0]?.servicos[0]).toMatchObject({
    id_cliente_servico: 11013,
    status_prefixo: 'cancelado',
  })
  expect(byName[0]?.servicos.map((one) => one.id_cliente_servico)).toEqual([11014])
})

test.each<NonNullable<EmulatorOptions['switches']>>([
  { none: 'array' },
  { none: 'http-404' },
  { none: 'error' },
])('nobody, as HubSoft says it with %j, is an empty list', async (switches) => {
  const { send } = await openHouse({ emulator: { switches } })

  const nobody = await send(toSearch('cpf_cnpj', '90000000000'))
  const nothing = await send(toList(11002))

  expect(nobody.body).toEqual({
    status: 'success',
    msg: 'Não encontrei ninguém no HubSoft.',
    clientes: [],
    ha_mais: false,
  })
  expect(nothing.body).toEqual({
    status: 'success',
    msg: 'Este serviço não tem atendimento aberto.',
    lido_em: expect.stringMatching(/^\d{4}-.*Z$/),
    atendimentos: [],
  })
})

test('whom an inexact search by document finds as well is shown to nobody (Q23)', async () => {
  const { send } = await openHouse({ emulator: { switches: { documents: 'inexact' } } })

  const found = foundIn(await send(toSearch('cpf_cnpj', '90000000175')))

  expect(found.map((one) => one.codigo_cliente)).toEqual([1307])
})

test('the tickets of a service come with their text alone, and whether they are open', async () => {
  const { send, post, ledger } = await openHouse()
  const before = Date.now()
  await post(newTicket)
  await post({ ...newTicket, descricao: 'Lento à noite.' })

  const answer = await send(toList(11000))

  const { atendimentos, lido_em, msg } = ticketsIn(answer)
  expect(msg).toMatch(/^Este serviço já tem \d+ atendimentos abertos\.$/)
  expect(atendimentos.slice(0, 2)).toMatchObject([
    { descricao_abertura: 'Lento à noite.', aberto: true },
    { descricao_abertura: newTicket.descricao, aberto: true },
  ])
  expect(atendimentos[0]?.protocolo).toBe(ledger.tickets[1]?.atendimento.protocolo)
  expect(answer.text).not.toMatch(/Atendente:|REF |ABERTO VIA|37999112233|86214941081/)
  expect(Date.parse(lido_em)).toBeGreaterThanOrEqual(before)
})

test('SHOW_ALERTS=false keeps HubSoft’s notices to itself, and says so', async () => {
  const { send } = await openHouse({ env: { SHOW_ALERTS: 'false' } })

  const [found] = foundIn(await send(toSearch('codigo_cliente', '1307')))

  expect(found).toMatchObject({ nome_razaosocial: 'ADEMAR DAS AMOSTRAS', alerta_mensagens: [] })
  expect((await send('/api/configuracao')).body).toMatchObject({ avisos: false })
})

test.each([
  ['', ''],
  ['?busca=cpf_cnpj', ''],
  ['?busca=email&termo_busca=a@example.com', ''],
  ['?busca=login_radius&termo_busca=ademar', ''],
  ['?busca=cpf_cnpj&termo_busca=9000000017', ''],
  ['?busca=cpf_cnpj&termo_busca=12ABC34501DEXX', ''],
  ['?busca=telefone&termo_busca=999990001', ''],
  ['?busca=telefone&termo_busca=37999990001%2037999990002', ''],
  ['?busca=codigo_cliente&termo_busca=12a', ''],
  ['?busca=id_cliente_servico&termo_busca=0', ''],
  ['?busca=id_cliente_servico&termo_busca=2147483648', ''],
  ['?busca=nome_razaosocial&termo_busca=%20a1b%20', ''],
  [`?busca=nome_razaosocial&termo_busca=${'a'.repeat(101)}`, ''],
  [`?busca=nome_razaosocial&termo_busca=${'%20'.repeat(300)}`, ''],
  ['', '/atendimento'],
  ['?busca=codigo_cliente&termo_busca=1307', '/atendimento'],
  ['?busca=id_cliente_servico&termo_busca=x', '/atendimento'],
])('%j is no search%s: 400, and HubSoft isn’t asked', async (query, below) => {
  const before = asked(house()).length

  expectProblem(await house().send(`${route}${below}${query}`), 400, 'requisicao_invalida')

  expect(asked(house())).toHaveLength(before)
})

test.each(['cross-site', 'same-site', '', 'same-origin, cross-site'])(
  'another site’s page (Sec-Fetch-Site: %j) searches in nobody’s name',
  async (site) => {
    const before = asked(house()).length

    for (const path of [toSearch('codigo_cliente', '1307'), toList(11000)]) {
      const answer = await house().send(path, { headers: { 'sec-fetch-site': site } })
      expectProblem(answer, 403, 'origem_recusada')
    }

    expect(asked(house())).toHaveLength(before)
  },
)

test.each(['same-origin', 'none'])(
  'our own page, or a person (Sec-Fetch-Site: %s), searches',
  async (site) => {
    const { send } = house()

    const answer = await send(toList(11000), { headers: { 'sec-fetch-site': site } })

    expect(answer.status).toBe(200)
  },
)

test('above the attendant’s limit of look-ups nothing is asked, and tickets are sent all the same', async () => {
  const limited = await openHouse({
    env: behindProxy,
    limits: { rates: { ...ratesPerMinute, lookUps: 2 } },
  })
  const [ana, bia] = [signedIn('ana', 'Ana'), signedIn('bia', 'Bia')]
  await limited.send(toSearch('codigo_cliente', '1307'), { headers: ana })
  await limited.send(toList(11000), { headers: ana })
  const before = asked(limited).length

  const over = await limited.send(toSearch('codigo_cliente', '1307'), { headers: ana })

  expectProblem(over, 429, 'muitas_requisicoes')
  expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
  expect(asked(limited)).toHaveLength(before)
  expect((await limited.post(newTicket, { headers: ana })).status).toBe(201)
  expect((await limited.send(toList(11000), { headers: bia })).status).toBe(200)
})

test('an account without the permission rings the operator’s alarm; a list that may be read is', async () => {
  const { send, emulator } = await openHouse()
  emulator.setPermissions({ consult: false })

  const answer = await send(toSearch('codigo_cliente', '1307'))

  expectProblem(answer, 403, 'sem_permissao')
  expect((await send('/metrics')).text).toContain('novo_atendimento_hubsoft_no_permission_total 1')
  expect((await send(toList(11000))).status).toBe(200)
})

test('HubSoft’s own limit is told with its time, and nothing is asked until then', async () => {
  const limited = await openHouse()
  limited.faults.inject({ route: 'consulta', fault: 'too-many' })

  const [first, second] = [
    await limited.send(toSearch('codigo_cliente', '1307')),
    await limited.send(toList(11000)),
  ]

  for (const answer of [first, second]) {
    expectProblem(answer, 429, 'muitas_requisicoes')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  }
  expect(asked(limited)).toHaveLength(1)
})

test('nobody is told to wait for longer than reads stand still', () => {
  expect(whyNotShown({ kind: 'too-many', waitS: 86_400 })).toMatchObject({
    waitS: 300,
    msg: expect.stringContaining('esperar 300 segundos'),
  })
})

test('a list is as of when HubSoft was asked, however long it took to answer', async () => {
  const { wait, release } = heldWait()
  const slow = await openHouse({ emulator: { wait } })
  const before = Date.parse(ticketsIn(await slow.send(toList(11000))).lido_em)
  slow.faults.inject({ route: 'listagem', fault: 'slow', ms: 1 })
  slow.skip(150)

  const listing = slow.send(toList(11000))
  await expect.poll(() => asked(slow).length).toBe(2)
  slow.skip(3_600_000)
  release()

  const { lido_em } = ticketsIn(await listing)
  expect(Date.parse(lido_em) - before).toBeLessThan(3_600_000)
})

test('what HubSoft says and can’t be read is no “nobody”: 503', async () => {
  const { send, faults } = await openHouse()
  for (const fault of [
    'html',
    'empty',
    'truncated-json',
    'list-as-object',
    'unknown-list-key',
  ] as const) {
    faults.inject({ route: 'consulta', fault })

    const answer = await send(toSearch('codigo_cliente', '1307'))

    expectProblem(answer, 503, 'consulta_indisponivel')
    expect(answer.body).toMatchObject({
      msg: 'Não consegui consultar o HubSoft agora. Isso não impede abrir o atendimento.',
    })
  }
})

/** A HubSoft that gives tokens, and to whatever else is asked no answer. */
async function openSilence() {
  const silent = Promise.withResolvers<void>()
  const cut = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    if (request.url === '/oauth/token') {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ access_token: 'a1', expires_in: 3600 }))
    } else {
      request.socket.once('close', cut.resolve)
      silent.resolve()
    }
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url, isAsked: silent.promise, isCut: cut.promise }
}

test('a browser that goes away ends what HubSoft was asked for it, which is no fault of HubSoft’s', async () => {
  const hubsoft = await openSilence()
  const { logTo, lines } = keepLog()
  const { url } = await openHouse({ hubsoftUrl: hubsoft.url, logTo })
  const { host, port, hostname } = new URL(url)
  const browser = connect(Number(port), hostname)
  await once(browser, 'connect')
  browser.write(`GET ${toSearch('codigo_cliente', '1307')} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await hubsoft.isAsked

  browser.destroy()

  await hubsoft.isCut
  const served = () => lines().find((line) => line.route === route)
  await expect.poll(served).toMatchObject({ status: 503 })
  expect(lines().map(({ msg }) => msg)).not.toContain('hubsoft gave no whole answer')
})

test('what is kept of a look-up is who saw which services, and never what they searched for', async () => {
  const { logTo, lines, text } = keepLog()
  const { send } = await openHouse({ logTo, env: behindProxy })
  const headers = signedIn('ana', 'Ana Souza')
  const terms = [
    ['cpf_cnpj', '90000000680'],
    ['telefone', '37999990006'],
    ['nome_razaosocial', 'CONCEIÇÃO'],
    ['nome_razaosocial', 'nenhuma assim'],
    ['telefone', '3799999000'],
  ]
  for (const [busca = '', term = ''] of terms) await send(toSearch(busca, term), { headers })
  await send(toList(11008), { headers })
  // Nobody's: whoever typed that saw nothing.
  await send(toList(778899), { headers })
  await send(toSearch('nome_razaosocial', 'DAS AMOSTRAS'), { headers })
  const metrics = (await send('/metrics')).text

  const kept = lines().filter(({ msg }) => msg === 'look-up')
  const shown = { usuario: 'ana', services: [11008, 11009, 11010], more: 0 }
  expect(kept).toMatchObject([
    { ...shown, by: 'cpf_cnpj' },
    { ...shown, by: 'telefone' },
    { ...shown, by: 'nome_razaosocial' },
    { ...shown, by: 'nome_razaosocial', services: [] },
    { ...shown, by: 'telefone', services: [] },
    { usuario: 'ana', by: 'atendimentos', services: [11008], more: 0 },
    { usuario: 'ana', by: 'atendimentos', services: [], more: 0 },
    { usuario: 'ana', by: 'nome_razaosocial', services: { length: 50 }, more: expect.any(Number) },
  ])
  expect(kept.at(-1)?.more).toBeGreaterThan(0)
  for (const [, term = ''] of terms) {
    for (const place of [text(), metrics]) {
      expect(place).not.toContain(term)
      expect(place).not.toContain(encodeURIComponent(term))
    }
  }
  expect(text()).not.toMatch(/termo_busca|FÁTIMA|fatima@/)
  expect(metrics).toContain(`route="${route}"`)
})

const tellOf = (talk: Pick<Awaited<ReturnType<typeof openHouse>>, 'send'>, headers = {}) => {
  return (id: number | string, body: unknown) =>
    talk.send(`${route}/atendimento/${id}/informado`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
}

test('a protocol that was given to the customer is noted, on the list of tickets and on the day’s', async () => {
  const { send, post } = await openHouse({ env: behindProxy })
  const [ana, bia] = [signedIn('ana', 'Ana'), signedIn('bia', 'Bia')]
  await post(newTicket, { headers: ana })
  const ofAna = { headers: ana }
  const [opened] = ticketsIn(await send(toList(11000), ofAna)).atendimentos
  expect(opened?.informado).toBeNull()

  const noted = await tellOf({ send }, ana)(opened?.id_atendimento ?? 0, { canal: 'telefone' })

  expectApiHeaders(noted)
  const informado = { canal: 'telefone', em: expect.stringMatching(/^20\d\d-.*Z$/) }
  expect([noted.status, noted.body]).toEqual([
    200,
    { status: 'success', msg: 'Anotado: o cliente tem o protocolo.', informado },
  ])
  expect(readProtocolNoted(noted.text)).toEqual(noted.body)
  for (const headers of [ana, bia]) {
    const [ticket] = ticketsIn(await send(toList(11000), { headers })).atendimentos
    expect(ticket?.informado).toEqual(informado)
  }
  const day = await send('/api/v1/integracao/atendimento?hoje', ofAna)
  expect(day.body).toMatchObject({ atendimentos: [{ informado }] })

  const back = await tellOf({ send }, ana)(opened?.id_atendimento ?? 0, { canal: null })
  expect(back.body).toMatchObject({ informado: null })
})

test.each([
  ['x', { canal: null }],
  ['0', { canal: null }],
  ['1e3', { canal: null }],
  ['1234567890123456', { canal: null }],
  ['7', { canal: 'fax' }],
  ['7', {}],
  ['7', '{'],
])('ticket %j is not told by %j: 400', async (id, body) => {
  expectProblem(await tellOf(house())(id, body), 400, 'requisicao_invalida')
})

test('what isn’t JSON by its own account tells of no ticket: 415', async () => {
  const headers = { 'content-type': 'text/plain', origin: house().url }
  const told = await tellOf(house(), headers)(7, { canal: 'telefone' })

  expectProblem(told, 415, 'tipo_invalido')
})
