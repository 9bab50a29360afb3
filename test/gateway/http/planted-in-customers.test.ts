import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { demoCredentials, type EmulatorOptions } from '#src/emulator/server.ts'
import { keepLog } from '../keep-log.ts'
import { exchange, newTicket, openHouse, parsed } from '../running.ts'

const customersRoute = '/api/v1/integracao/cliente'
const pathOf = (busca: string, termo_busca: string) =>
  `${customersRoute}?${new URLSearchParams({ busca, termo_busca })}`
const ticketsOf = (id: number) =>
  `${customersRoute}/atendimento?busca=id_cliente_servico&termo_busca=${id}`

const shapes = ['manual', '2024', '2026'] as const

/** What of a customer may be shown, by where it stands in HubSoft's answer. */
const mayBeShown = new RegExp(
  `^(?:status|msg|clientes\\.(?:${[
    'codigo_cliente|nome_razaosocial|nome_fantasia|telefone_(?:primario|secundario|terciario)',
    'email_(?:principal|secundario)',
    `servicos\\.(?:${[
      'id_cliente_servico|numero_plano|nome|status|status_prefixo|tecnologia',
      'velocidade_(?:download|upload)|endereco_instalacao\\.completo',
      'ultima_conexao\\.(?:conectado|ultima_conexao_datetime|ultima_desconexao_datetime)',
    ].join('|')})`,
  ].join('|')}))$`,
)

type Leaf = { path: string; text: string }

/** Every text in it and where it stands, without the places in lists. */
function leavesOf(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, path))
  if (typeof value === 'object' && value !== null) {
    const prefix = path === '' ? '' : `${path}.`
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, prefix + key))
  }
  return typeof value === 'string' ? [{ path, text: value }] : []
}

const token = z.object({ access_token: z.string() })

/** All customers as HubSoft itself tells them. */
async function toldByHubsoft(url: string) {
  const signIn = await exchange(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', ...demoCredentials }),
  })
  const query = 'limit=100&inativo=todos&cancelado=sim&ultima_conexao=sim'
  const related = 'relacoes=endereco_instalacao,endereco_cobranca,senhas,pacotes'
  const { body } = await exchange(`${url}${pathOf('nome_razaosocial', 'a')}&${query}&${related}`, {
    headers: { authorization: `Bearer ${token.parse(signIn.body).access_token}` },
  })
  return leavesOf(body)
}

/** What nobody may be told: texts under no key that may be shown, but for those that stand in what may be. */
function plantedIn(leaves: Leaf[]): Set<string> {
  const shown = leaves.filter(({ path }) => mayBeShown.test(path)).map(({ text }) => text)
  const all = shown.join('\n').toLowerCase()
  const hidden = leaves
    .filter(({ path }) => !/alerta_mensagens$/.test(path))
    .map(({ text }) => text)
    .filter((text) => text.length > 5 && !all.includes(text.toLowerCase()))
  const documents = leaves
    .filter(({ path, text }) => path === 'clientes.cpf_cnpj' && /^\d{11}$/.test(text))
    .map(({ text }) => text.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4'))
  const authors = ['Rosalva Segredo da Equipe', 'Otávio Segredo da Equipe']
  return new Set([...hidden, ...documents, ...authors])
}

/** By which a customer is searched for or known: in no log and no metric. */
const personal = /^clientes\.(?:nome_|telefone_|email_|servicos\.endereco)/

function found(text: string, hidden: Iterable<string>) {
  const low = text.toLowerCase()
  return [...hidden].filter((one) => low.includes(one.toLowerCase()))
}

async function filesBeside(file: string) {
  const folder = dirname(file)
  const names = await readdir(folder)
  const texts = names.map((name) => readFile(join(folder, name), 'utf8'))
  return (await Promise.all(texts)).join('\n')
}

/** A gateway whose reads wait for no pace. */
async function openCalls(options: EmulatorOptions, logTo?: (line: string) => void) {
  const emulator = { now: () => new Date('2026-11-24T13:58:21Z'), ...options }
  const house = await openHouse({ emulator, ...(logTo && { logTo }) })
  return {
    ...house,
    async look(path: string) {
      house.skip(150)
      const answer = await house.send(path)
      expect(answer.status, path).toBe(200)
      return answer.text
    },
  }
}

test.each(shapes)(
  'of all that HubSoft tells unasked in its keys of %s no secret is in any answer, line, metric or file',
  async (customers) => {
    const { logTo, text } = keepLog()
    const house = await openCalls({ switches: { customers } }, logTo)
    const leaves = await toldByHubsoft(house.emulatorUrl)
    const planted = plantedIn(leaves)
    const said: string[] = []

    for (const [busca, term] of [
      ['nome_razaosocial', 'amostra'],
      ['nome_razaosocial', 'exemplo'],
      ['nome_razaosocial', 'FICTÍCI'],
      ['nome_razaosocial', 'sem '],
      ['cpf_cnpj', '86214941081'],
      ['cpf_cnpj', '12ABC34501DE35'],
      ['telefone', '37999990022'],
      ['telefone', '37999990033'],
      ['codigo_cliente', '1524'],
      ['id_cliente_servico', '11013'],
    ] as const) {
      const answer = await house.look(pathOf(busca, term))
      expect(answer, term).toContain('"codigo_cliente"')
      said.push(answer)
    }
    for (const id of [11003, 11008, 11028, 11100]) said.push(await house.look(ticketsOf(id)))
    said.push((await house.post({ ...newTicket, nome: 'Fulana de Fora' })).text)
    const others = ['/api/v1/integracao/atendimento?hoje', '/api/configuracao', '/api/sessao']
    for (const path of others) said.push(await house.look(path))
    const metrics = await house.look('/metrics')

    // They were there: logins, passwords, addresses of the network, documents, parents, staff.
    expect(planted.size).toBeGreaterThan(1000)
    const answers = said.join('\n')
    expect(found(answers, planted)).toEqual([])
    expect(answers).toContain('***.***.***-81')
    const named = leaves.filter(({ path }) => personal.test(path)).map((one) => one.text)
    const untold = [...planted, ...named.filter((one) => one.length > 5)]
    expect(found(text(), untold)).toEqual([])
    // A measured value may have any digits in it, those of a postal code too: 0.035500000000000004.
    expect(found(metrics.replace(/ \S+$/gm, ''), untold)).toEqual([])
    expect(found(await filesBeside(house.databaseFile), planted)).toEqual([])
  },
)

test('the three kinds of keys are shown as one, but for what the manual’s lack', async () => {
  const answers = shapes.map(async (customers) => {
    const { look } = await openCalls({ switches: { customers } })
    const calls = [pathOf('codigo_cliente', '1538'), pathOf('nome_razaosocial', 'joão da silva')]
    return [await look(calls[0] ?? ''), await look(calls[1] ?? '')].join('\n')
  })

  const [manual = '', older, newest = ''] = await Promise.all(answers)

  const withoutTimes = (text = '') => text.replace(/"desde":"[^"]*"/g, '')
  expect(withoutTimes(older)).toBe(withoutTimes(newest))
  const withoutSpeeds = (text: string) =>
    withoutTimes(text).replace(/("velocidade_\w+"):(?:"[^"]*"|null)/g, '$1')
  expect(withoutSpeeds(manual)).toBe(withoutSpeeds(newest))
  expect(newest).toContain('"velocidade_download":"300 Mbits"')
})

const secretText = fc.constantFrom('SEGREDO-NOVO', 'segredo-novo@example.com')
const secretValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    secretText,
    fc.array(tie('value'), { maxLength: 3 }),
    // Under names that may be shown where they belong.
    fc.dictionary(
      fc.constantFrom('nome', 'nome_razaosocial', 'completo', 'servicos', 'conectado', 'a'),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value
const newName = fc.oneof(
  fc.stringMatching(/^novo_[a-z_]{1,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'then', 'length', '0', '', ' nome'),
  fc.constantFrom('senha_wifi', 'nome_social', 'cpf_responsavel', 'CPF_CNPJ', 'Nome'),
)
const addition = fc.record({ at: fc.nat(), name: newName, value: secretValue })
type Addition = { at: number; name: string; value: unknown }

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inside : [value, ...inside]
}

function withAdditions(text: string, additions: Addition[]): string {
  const body = parsed(text)
  const objects = objectsIn(body)
  for (const { at, name, value } of additions) {
    const object = objects[at % objects.length]
    if (!object || Object.hasOwn(object, name)) continue
    // By defining it: an assignment to `__proto__` adds nothing.
    Object.defineProperty(object, name, { value, enumerable: true })
  }
  return JSON.stringify(body)
}

test('whatever HubSoft adds next year, on any level, changes nothing of what is shown', async () => {
  let additions: Addition[] = []
  const house = await openCalls({
    async through(request, answer) {
      const told = await answer(request)
      if (!new URL(request.url).pathname.startsWith(customersRoute)) return told
      const headers = { 'content-type': 'application/json' }
      return new Response(withAdditions(await told.text(), additions), { headers })
    },
  })
  const look = async () => {
    const customer = await house.look(pathOf('codigo_cliente', '1307'))
    const tickets = await house.look(ticketsOf(11003))
    return `${customer}\n${tickets.replace(/"lido_em":"[^"]*"/, '')}`
  }
  const plain = await look()
  expect(plain).toContain('Existe um rompimento')
  expect(plain).toContain('Pediu a segunda via do boleto')

  const many = fc.array(addition, { minLength: 1, maxLength: 12 })
  const changesNothing = fc.asyncProperty(many, async (added) => {
    additions = added
    expect(await look()).toBe(plain)
  })
  await fc.assert(changesNothing, { numRuns: 40 })
})
