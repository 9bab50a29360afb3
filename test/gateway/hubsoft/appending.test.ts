import { expect, test } from 'vitest'
import { appendingOf } from '#src/gateway/hubsoft/appending.ts'
import { seedAnswer } from '../../samples.ts'
import { answer } from './by-hand.ts'

const mensagem = 'Ligou de novo: sem acesso. | Atendente: Ana Lima | REF 7F3K-2Q9D'
const appending = appendingOf({ id_atendimento: 300, mensagem, id_cliente_servico: 11000 })
const protocolo = '20261124105821123457'

/** As the vendor's text has it, with what nobody may be shown. */
const added = {
  id_atendimento: 300,
  id_usuario: 7,
  mensagem,
  data_cadastro: {
    date: '2026-11-24 10:58:21.000000',
    timezone_type: 3,
    timezone: 'America/Recife',
  },
  ip_cadastro: '203.0.113.7',
  id_atendimento_mensagem: 70_001,
  atendimento: {
    ...{ id_atendimento: 300, protocolo, nome_contato: 'Bianca Couto' },
    ...{ telefone_contato: '37999112233', descricao_abertura: 'Sem acesso.', status: 22 },
  },
}
const yes = (change: object = {}, status = 'success') =>
  answer(200, { status, msg: '', atendimento_mensagem: { ...added, ...change } })

const read = (said: ReturnType<typeof answer>) => appending.read(said)
const unknown = { outcome: { kind: 'uncertain', saidNo: false }, isMarked: false }

test('HubSoft gets the text alone, at the ticket’s address, as a send', () => {
  expect(appending).toMatchObject({
    route: 'ticket',
    path: 'api/v1/integracao/atendimento/adicionar_mensagem/300',
    body: { mensagem },
  })
  expect(Object.keys(appending.body ?? {})).toEqual(['mensagem'])
})

test('a message of that ticket with our reference is told with the ticket’s id and protocol, and nothing else of its row', () => {
  const { outcome, isMarked } = read(yes())

  expect(isMarked).toBe(true)
  expect(outcome).toMatchObject({ kind: 'opened', atendimento: { id_atendimento: 300, protocolo } })
  expect(JSON.stringify(outcome)).not.toMatch(/Bianca|37999|Sem acesso|22"|203\.0/)
})

test.each([
  ['ids as texts', { id_atendimento: '300', atendimento: { id_atendimento: ' 300', protocolo } }],
  ['no ids', { id_atendimento: undefined, atendimento: { protocolo } }],
  ['a protocol as a number', { atendimento: { protocolo: 201811161058216 } }],
])('it is told with %s', (_what, change) => {
  expect(read(yes(change))).toMatchObject({ outcome: { kind: 'opened' }, isMarked: true })
})

test.each(['suscess', 'sucesso', ' Success'])('Q2: "%s" is a yes', (status) => {
  expect(read(yes({}, status)).outcome.kind).toBe('opened')
})

test.each([
  ['no text', { mensagem: null }],
  ['its text without the signature', { mensagem: 'Ligou de novo: sem acesso.' }],
])('a yes with %s is believed only by itself', (_what, change) => {
  const said = read(yes(change))

  expect(said).toMatchObject({ outcome: { kind: 'opened' }, isMarked: false })
  expect(appending.mustStandAlone?.(said)).toBe(true)
  expect(appending.mustStandAlone?.(read(yes()))).toBe(false)
})

test.each([
  ['about another ticket', yes({ id_atendimento: 301 })],
  ['whose row is another ticket’s', yes({ atendimento: { id_atendimento: 301, protocolo } })],
  ['with an id that is none', yes({ id_atendimento: 'x' })],
  ['that another send signed', yes({ mensagem: mensagem.replace('7F3K', '0000') })],
  ['with another text', yes({ mensagem: 'Técnico a caminho, cliente avisado.' })],
  [
    'with another text that came by the API',
    yes({ mensagem: 'Técnico a caminho. | ATENDIMENTO ABERTO VIA API' }),
  ],
  // The list tells it.
  ['without a protocol', yes({ atendimento: { id_atendimento: 300 } })],
  ['without its ticket', yes({ atendimento: [] })],
  ['without the message', answer(200, { status: 'success', msg: '' })],
  ['to opening a ticket', answer(200, seedAnswer)],
  ['with another status', yes({}, 'ok')],
  ['with HTTP 500', { ...yes(), status: 500 }],
  ['that says no and shows the message', yes({}, 'error')],
  ['of a page', answer(200, '<html></html>')],
  ['of an unknown 404', answer(404, { message: 'Not Found' })],
])('an answer %s is not known', (_what, said) => {
  expect(read(said)).toEqual(unknown)
})

const no = (status: number, msg: string) => answer(status, { status: 'error', msg })

test.each([
  ['an unknown ticket', no(200, 'Atendimento de ID 300 não encontrado'), {}],
  ['a closed ticket', no(200, 'O atendimento informado encontra-se finalizado.'), {}],
  [
    'a missing permission',
    no(403, 'O Usuário não possui a permissão desejada!'),
    { permission: true },
  ],
  ['a ticket that isn’t found, as 404', no(404, 'Atendimento não encontrado'), {}],
  ['no such route', no(404, 'Método/endpoint não disponível'), { isNoRoute: true }],
  ['no such route, by HTTP 200', no(200, 'Método/endpoint não disponível'), { isNoRoute: true }],
])('%s is a readable no', (_what, said, more) => {
  const refused = { kind: 'refused', sentences: [expect.any(String)], permission: false, ...more }
  expect(read(said)).toEqual({ outcome: refused, isMarked: false })
})

test('a crash report may follow a message that stands', () => {
  const crashed = answer(200, { status: 'error', msg: 'SQLSTATE[40P01]: Deadlock detected' })
  expect(read(crashed).outcome).toEqual({ kind: 'uncertain', saidNo: true })
})
