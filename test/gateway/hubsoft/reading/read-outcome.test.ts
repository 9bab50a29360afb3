import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { readOutcome } from '#src/gateway/hubsoft/reading/read-outcome.ts'
import { anyText } from '../../../contract/any-text.ts'
import { hubsoftAnswers, seedAnswer } from '../../../samples.ts'

const notAnAnswer = { kind: 'uncertain', saidNo: false }
/** A no that can't be read: with a look that finds nothing it is a refusal. */
const unreadableNo = { kind: 'uncertain', saidNo: true }
const { openedWithoutOrder, openedNewShape } = hubsoftAnswers
const { invalidFields, cancelledService, permissionMissing, tooMany } = hubsoftAnswers

/** A no in a crash report, of which its sentence can be shown. */
const thrown = (sentence: string, permission = false) => ({
  ...unreadableNo,
  refusal: { sentences: [sentence], permission },
})

/** A body as text or as data, with HTTP 200 unless said otherwise. */
function read(body: unknown, status = 200, headers: HubsoftAnswer['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readOutcome({ status, headers, text })
}

function refused(...sentences: string[]) {
  return { kind: 'refused', sentences, permission: false }
}

/** What is opened, whatever else the ticket holds. */
function openedAs(protocolo: string) {
  return { kind: 'opened', atendimento: expect.objectContaining({ protocolo }) }
}

const withProtocol = (literal: string) =>
  `{"status":"success","atendimento":{"protocolo":${literal}}}`

test.each([
  ["the manual's own answer", seedAnswer],
  ['one without the work order that was asked for (Q7)', openedWithoutOrder],
  ['an answer in the shape of 2025', openedNewShape],
])('%s is an opened ticket, as much of it as a page may see', (_which, answer) => {
  expect(read(answer)).toEqual({
    kind: 'opened',
    atendimento: shownAtendimento.parse(answer.atendimento),
  })
  expect(JSON.stringify(read(answer))).not.toMatch(/cpf_cnpj|valor/)
})

test('of a sole trader’s name the CPF in which it ends isn’t told', () => {
  const cliente = { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO 86214941081' }
  const answer = { ...seedAnswer, atendimento: { ...seedAnswer.atendimento, cliente } }

  const told = { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO' }
  expect(read(answer)).toMatchObject({ kind: 'opened', atendimento: { cliente: told } })
})

const phoneMissing = 'O campo telefone é obrigatório.'
const tenOfAll = Array.from({ length: 100 }, (_, place) => `Erro número ${place}.`)
const twice = ['Dois.', 'Um.', '<b>Dois.</b>']
const emailWrong = 'O campo email não possui um valor válido.'
const byField = { telefone: [phoneMissing], email: { formato: [emailWrong] } }

test.each<[string, object, string[]]>([
  ['E1: a list of sentences', invalidFields, [invalidFields.msg, ...invalidFields.errors]],
  [
    'E1: errors by field, nested as the framework does',
    { status: 'error', errors: byField },
    [phoneMissing, emailWrong],
  ],
  ['E2: an empty list of errors', cancelledService, [cancelledService.msg]],
  ['an empty ticket beside it', { ...cancelledService, atendimento: [] }, [cancelledService.msg]],
  [
    'E3: a sentence alone',
    { status: 'error', msg: 'Cliente não encontrado' },
    ['Cliente não encontrado'],
  ],
  ['what is said twice', { status: 'error', msg: 'Um.', errors: twice }, ['Um.', 'Dois.']],
  ['more than ten sentences', { status: 'error', errors: tenOfAll }, tenOfAll.slice(0, 10)],
])('%s refuses, in its order and the general one first', (_how, body, sentences) => {
  expect(read(body)).toEqual(refused(...sentences))
})

test.each(['trace', 'file', 'line', 'hint', 'exception', 'error_type'])(
  'E4, Q35: an error with the key "%s" is a crash report, which refuses nothing',
  (key) => {
    const msg = 'Não foi possível concluir a operação'
    const body = { status: 'error', msg, [key]: null }
    const no = thrown(msg)

    expect(read(body)).toEqual(no)
    expect(read({ ...body, errors: ['O campo telefone é obrigatório.'] })).toEqual(no)
    expect(read(body, 422)).toEqual(no)
    expect(read(body, 403)).toEqual(thrown(msg, true))
  },
)

test('of a refusal thrown as an exception its own sentence is kept, cleaned, and no other key', () => {
  const body = {
    status: 'error',
    msg: '<b>O serviço</b> do CPF 529.982.247-25 está cancelado.',
    code: 0,
    description: 'O serviço SEGREDO',
    line: 214,
    file: '/var/www/api/SEGREDO',
    trace: ['#0 SEGREDO'],
    errors: ['SEGREDO'],
  }

  expect(read(body)).toEqual(thrown('O serviço do CPF [CPF removido] está cancelado.'))
})

test('a 403 in a crash report is a want of permission, readable or not', () => {
  const msg = 'O Usuário não possui a permissão desejada!'
  const trace = ['#0 {main}']

  expect(read({ status: 'error', msg, trace }, 403)).toEqual(thrown(msg, true))
  expect(read({ message: msg, trace }, 403)).toEqual(thrown(msg, true))
  expect(read({ status: 'error', msg: crashTexts[0] }, 403)).toEqual({
    ...unreadableNo,
    refusal: { sentences: [], permission: true },
  })
})

test.each([
  'O plano FIBRA STREAM 500 não permite a abertura de atendimento.',
  'O cliente JOÃO NULL DA SILVA possui pendências e não permite abertura.',
  'O serviço ERROR TELECOM 1GB do cliente encontra-se cancelado.',
  'O plano QUERY+STACK do cliente já está com um atendimento aberto.',
  'Este cliente do plano TIMEOUT ZERO não possui um serviço habilitado.',
])('a name in a refusal is no crash: %s', (msg) => {
  expect(read({ status: 'error', msg })).toEqual(refused(msg))
})

const surelyCrashes = [
  'Attempt to read property "id" on null',
  'Division by zero',
  'Array to string conversion',
  'Server Error',
  'Whoops, looks like something went wrong.',
  'ERROR: deadlock detected',
  'duplicate key value violates unique constraint "atendimento_pkey"',
  'Lock wait timeout exceeded; try restarting transaction',
  'Too few arguments to function abrir(), 1 passed and exactly 2 expected',
  'fopen(/var/log/x): failed to open stream: Permission denied',
  'Object of class stdClass could not be converted to string',
  'No query results for model',
  'Connection timed out',
  'SQLSTATE[40P01]: Deadlock detected: 7 ERROR: deadlock detected',
  'SQLSTATE[23505]: Unique violation (SQL: insert into "atendimento" ("protocolo") values (?))',
  'insert into "atendimento" ("protocolo", "descricao") values (?, ?)',
  'select * from "atendimento" where "id" = 7',
  'update "atendimento" set "status" = 2',
  'delete from "fila"',
  'Erro ao salvar\nStack trace:\n#0 {main}',
  '#0 /var/www/api/app/Http/Controllers/Integracao/AtendimentoController.php(214)',
  '#12 \\Illuminate\\Pipeline\\Pipeline->handle()',
  'ErrorException: algo deu errado',
  'Illuminate\\Database\\QueryException',
  'Class "App\\Servicos\\AbrirOrdemServico" not found',
  '/var/www/api/vendor/laravel/framework/src',
  'Undefined variable $ordem',
  'Undefined index: protocolo',
  'Undefined offset: 0',
  'Undefined array key "protocolo"',
  'Undefined property: stdClass::$id',
  'Trying to get property of non-object',
  'Trying to access array offset on value of type null',
  'Call to a member function save() on null',
  'Call to undefined method Atendimento::abrir()',
  'abrir(): Argument #1 ($os) must be of type bool, null given',
  'Maximum execution time of 30 seconds exceeded',
  'Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
  'cURL error 28: Operation timed out after 10001 milliseconds',
  'syntax error, unexpected end of file',
  'TypeError: abrir()',
  'NULL value in column',
  'Não foi possível abrir o atendimento do cliente: NULL',
  'Erro ao salvar o atendimento do cliente: ERROR 1205',
  'O atendimento do cliente não foi salvo: ERROR: out of memory',
  'O valor null não é aceito para o campo do cliente',
  'O plano do cliente não permite: query STREAM was closed by the server',
]
// Among a person's words these may be a name.
const crashTexts = [
  ...surelyCrashes,
  'ERROR',
  'NÃO FOI SALVO O ATENDIMENTO DO CLIENTE: QUERY STREAM',
]

test.each(crashTexts)('E5: "%s" is a crash report wherever it stands', (crash) => {
  expect(read({ status: 'error', msg: crash })).toEqual(unreadableNo)
  expect(read({ status: 'error', msg: 'Erro.', errors: [crash] })).toEqual(unreadableNo)
  expect(read({ message: 'Erro.', errors: { nome: [crash] } }, 422)).toEqual(unreadableNo)
})

test.each([500, 503])('a crash report with HTTP %i says neither yes nor no', (status) => {
  expect(read({ status: 'error', msg: crashTexts[0] }, status)).toEqual(notAnAnswer)
  expect(read({ status: 'error', msg: 'Erro.', trace: [] }, status)).toEqual(notAnAnswer)
})

test.each([
  { message: 'Unauthenticated.' },
  { status: 'error', msg: 'Token vencido.' },
  '<html><h1>401</h1></html>',
  '',
  seedAnswer,
])('E6: HTTP 401 says that the token was not taken, whatever else: %j', (body) => {
  expect(read(body, 401)).toEqual({ kind: 'not-sent', reason: 'account-refused' })
})

test('E8, Q36: HTTP 403 with its sentence is a refusal for want of a permission', () => {
  const { msg } = permissionMissing
  const missing = { kind: 'refused', sentences: [msg], permission: true }

  expect(read(permissionMissing, 403)).toEqual(missing)
  expect(read({ message: msg }, 403)).toEqual(missing)
})

test.each([
  ['the body', { retry_after: 37 }, {}, 37],
  ['a text in the body', { retry_after: '37' }, {}, 37],
  ['the header', {}, { 'retry-after': '12' }, 12],
  ['the header before the body', { retry_after: 37 }, { 'retry-after': '12' }, 12],
  ['a minute where nobody says', {}, {}, 60],
  ['a minute where it is a date', {}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 60],
  ['a minute where it is nonsense', { retry_after: { depois: 5 } }, {}, 60],
  ['a minute where it is zero', { retry_after: 0 }, { 'retry-after': '0' }, 60],
  ['whole seconds, rounded up', { retry_after: 0.2 }, {}, 1],
  ['a day at most', { retry_after: 1e9 }, {}, 86_400],
  ['a minute in a proxy’s page', '<html><h1>429</h1></html>', {}, 60],
])('E9: HTTP 429 says how long to wait: %s', (_where, body, headers, retryAfterS) => {
  const said = typeof body === 'string' ? body : { ...tooMany, retry_after: undefined, ...body }

  expect(read(said, 429, headers)).toEqual({ kind: 'not-sent', reason: 'too-many', retryAfterS })
})

test.each([400, 422])('E10: the framework’s own validation with HTTP %i is a refusal', (status) => {
  expect(read(invalidData, status)).toEqual(refused(invalidData.message, phoneMissing, emailWrong))
  expect(read(invalidFields, status)).toMatchObject({ kind: 'refused' })
})

test.each([301, 302, 304, 307, 500, 502, 503, 504, 599])(
  'E11: HTTP %i neither opens nor refuses',
  (status) => {
    expect(read('<html><h1>502 Bad Gateway</h1></html>', status)).toEqual(notAnAnswer)
    expect(read({ message: 'Server Error' }, status)).toEqual(notAnAnswer)
    expect(read(cancelledService, status)).toEqual(notAnAnswer)
    expect(read(seedAnswer, status)).toEqual(notAnAnswer)
  },
)

const { status: _yes, ...withoutStatus } = seedAnswer
const { status: _no, ...noWithoutStatus } = cancelledService
const invalidData = { message: 'The given data was invalid.', errors: byField }
const whole = JSON.stringify(seedAnswer)

test.each<[string, number, unknown]>([
  ['E8: a proxy’s page', 403, '<html><h1>403 Forbidden</h1></html>'],
  ['E10: no errors', 422, { message: 'Unprocessable Entity' }],
  ['E10: none in its list', 422, { message: 'Unprocessable Entity', errors: [] }],
  ['E10: the framework’s own shape', 200, invalidData],
  ['E10: the framework’s own shape', 404, invalidData],
  ['E10: the framework’s own shape', 409, invalidData],
  ['E12: a page', 200, '<html><h1>Sistema em manutenção</h1></html>'],
  ['E12: nothing', 200, ''],
  ['E12: white space', 200, ' \n'],
  ['E12: half a JSON', 200, whole.slice(0, 900)],
  ['E12: a warning before the JSON', 200, `Warning: x\n${whole}`],
  ['E12: two JSONs', 200, whole + whole],
  ['E12: null', 200, 'null'],
  ['E12: a list', 200, [seedAnswer]],
  ['E12: a text', 200, '"success"'],
  ['E12: a number', 200, '201811161058216'],
  ['E12: an empty object', 200, {}],
  ['a success without a status', 200, withoutStatus],
  ['an error without a status', 200, noWithoutStatus],
  ['a ticket without a protocol', 200, { ...seedAnswer, atendimento: { status: 'SAC' } }],
  ['Q40: a flat success', 200, { ...seedAnswer.atendimento, status: 'success' }],
  ['a success', 400, seedAnswer],
  ['a success', 404, seedAnswer],
  ['a success', 409, seedAnswer],
  ['a success with errors', 422, { ...seedAnswer, errors: [phoneMissing] }],
  // Who says no and shows a protocol contradicts himself: the ticket may stand.
  ['an error that holds a protocol', 200, { ...seedAnswer, ...cancelledService }],
  ['a crash report that shows a protocol', 200, { ...seedAnswer, status: 'error', trace: [] }],
])('%s with HTTP %i neither opens nor refuses', (_what, status, body) => {
  expect(read(body, status)).toEqual(notAnAnswer)
})

test.each(['success', 'suscess', 'sucesso', ' Success\n', 'SUSCESS', 'SuCeSsO'])(
  'Q2: status "%s" with a protocol opens',
  (status) => {
    expect(read({ ...seedAnswer, status })).toEqual(openedAs('201811161058216'))
  },
)

test.each([
  'successo',
  'success!',
  'ok',
  'pending',
  '',
  'true',
  true,
  1,
  200,
  null,
  ['success'],
  {},
])('status %j neither opens nor refuses', (status) => {
  expect(read({ ...seedAnswer, status })).toEqual(notAnAnswer)
  expect(read({ ...cancelledService, status })).toEqual(notAnAnswer)
  expect(read({ ...invalidFields, status }, 422)).toEqual(notAnAnswer)
  expect(read({ ...permissionMissing, status }, 403)).toEqual(notAnAnswer)
})

test.each(['error', ' Error ', 'ERROR', 'erro', ' Erro\n'])(
  'status "%s" with a sentence refuses',
  (status) => {
    expect(read({ ...cancelledService, status }).kind).toBe('refused')
  },
)

test('a message of many thousand characters is a dump, read no further', () => {
  expect(read({ status: 'error', msg: 'a'.repeat(200_000) })).toEqual(unreadableNo)
  const errors = Array.from({ length: 1000 }, (_, place) => `O campo ${place} é obrigatório.`)
  expect(read({ status: 'error', msg: 'Não.', errors })).toEqual(unreadableNo)
})

test.each([201, 202, 299])('HTTP %i with a ticket opens as 200 does', (status) => {
  expect(read(seedAnswer, status)).toEqual(openedAs('201811161058216'))
})

test.each([
  ['"20220804154332049991"', '20220804154332049991'],
  ['20220804154332049991', '20220804154332049991'],
  [' 20220804154332049991 ', '20220804154332049991'],
  ['201811161058216', '201811161058216'],
  ['9007199254740993', '9007199254740993'],
  ['" 201811161058216\\n"', '201811161058216'],
  ['"000123"', '000123'],
  ['7', '7'],
])('Q3: protocol %s is read as "%s", digit by digit', (literal, protocolo) => {
  expect(read(withProtocol(literal))).toEqual(openedAs(protocolo))
})

test.each([true, 1, '1', 'true'])('a draft (rascunho %j) is no ticket', (rascunho) => {
  const draft = { ...seedAnswer, atendimento: { ...seedAnswer.atendimento, rascunho } }

  expect(read(draft)).toEqual(notAnAnswer)
  expect(read({ ...draft, status: 'error' })).toEqual(notAnAnswer)
})

const otherSentence = 'Atendimento aberto com sucesso. Anote o protocolo: 999999999999999.'

test.each([
  ['Q4: another protocol in its sentence', JSON.stringify({ ...seedAnswer, msg: otherSentence })],
  ['Q29: stray keys', JSON.stringify({ ...seedAnswer, encrypted: false, cliente: null })],
  ['Q30: escaped slashes', whole.replaceAll('/', '\\/')],
])('%s: the ticket is read as ever', (_what, text) => {
  expect(text).not.toBe(whole)
  expect(read(text)).toEqual(read(seedAnswer))
})

test.each([
  ['<p>O campo <b>nome</b> é obrigatório.</p><br/>', 'O campo nome é obrigatório.'],
  ['  Linha um\r\n\tlinha dois\u0000 ', 'Linha um linha dois'],
  ['O valor deve ser < 10 e > 2.', 'O valor deve ser 2.'],
  ['a'.repeat(300), 'a'.repeat(300)],
  ['a'.repeat(301), `${'a'.repeat(299)}…`],
  [
    'CPF 529.982.247-25 e 52998224725, senha: abc123.',
    'CPF [CPF removido] e [CPF removido], [senha removida].',
  ],
  [`${'a'.repeat(290)} 529.982.247-25`, `${'a'.repeat(290)} [CPF rem…`],
  ['🙂'.repeat(200) + 'ã'.repeat(150), `${'🙂'.repeat(200)}${'ã'.repeat(99)}…`],
])('the sentence %j is shown as %j', (msg, shown) => {
  expect(read({ status: 'error', msg })).toEqual(refused(shown))
})

test.each(['', ' ', '.', '1234', '<br>', '\u0000'])(
  'a refusal whose only sentence is %j can not be read, so it refuses nothing',
  (msg) => {
    expect(read({ status: 'error', msg, errors: [] })).toEqual(unreadableNo)
    expect(read({ status: 'error', msg, errors: [msg, null, 7, false] })).toEqual(unreadableNo)
    expect(read({ status: 'error' })).toEqual(unreadableNo)
  },
)

const anyStatus = fc.integer({ min: 100, max: 599 })
const someSentence = fc.oneof(
  fc.constantFrom(...crashTexts, 'O campo nome é obrigatório.', '<script>alert(1)</script>'),
  anyText,
)
const someBody = fc.oneof(
  fc.record(
    {
      status: fc.oneof(fc.constantFrom('success', 'suscess', 'error', 200), fc.jsonValue()),
      msg: fc.oneof(someSentence, fc.jsonValue()),
      message: someSentence,
      errors: fc.oneof(
        fc.array(someSentence),
        fc.dictionary(anyText, someSentence),
        fc.jsonValue(),
      ),
      retry_after: fc.oneof(fc.double(), fc.jsonValue()),
      atendimento: fc.oneof(
        fc.record(
          {
            protocolo: fc.oneof(fc.constantFrom('1', 2, '3e4'), fc.jsonValue()),
            cliente: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      trace: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
)

test('nothing that comes over the wire makes it throw, and nothing but 2xx opens', () => {
  const opening = fc.constant(whole)
  const text = fc.oneof(
    anyText,
    opening,
    someBody.map((body) => JSON.stringify(body)),
  )
  const headers = fc.record({ 'retry-after': fc.oneof(anyText, fc.array(anyText)) })

  fc.assert(
    fc.property(text, anyStatus, headers, (answer, status, sent) => {
      const { kind } = readOutcome({ status, headers: sent, text: answer })
      if (status < 200 || status > 299) expect(kind).not.toBe('opened')
    }),
    { numRuns: 1000 },
  )
})

test.each([
  '{"status":{"toString":1,"valueOf":1},"msg":"Não."}',
  '{"retry_after":{"toString":1,"valueOf":1}}',
  `{"status":"error","msg":"Não.","errors":${'['.repeat(2000)}"a"${']'.repeat(2000)}}`,
  `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
])('a body made to trip a reader does not make it throw: %#', (text) => {
  for (const status of [200, 403, 422, 429]) expect(() => read(text, status)).not.toThrow()
})

test('a protocol made of digits comes out as it went in, as text or as number', () => {
  const protocol = fc.stringMatching(/^[1-9]\d{0,39}$/)

  fc.assert(
    fc.property(protocol, (digits) => {
      expect(read(withProtocol(digits))).toEqual(openedAs(digits))
      expect(read(withProtocol(`"${digits}"`))).toEqual(openedAs(digits))
    }),
  )
})

test('a crash text is never shown, whatever stands around it and wherever it comes', () => {
  const places = fc.constantFrom<(text: string) => object>(
    (text) => ({ status: 'error', msg: text }),
    (text) => ({ status: 'error', msg: 'Erro.', errors: [text] }),
    (text) => ({ status: 'error', msg: 'Erro.', errors: { nome: [text] } }),
    (text) => ({ status: 'error', errors: { nome: { um: ['Erro.', text] } } }),
    (text) => ({ message: text, errors: { nome: ['Erro.'] } }),
  )
  const status = fc.constantFrom(200, 400, 403, 404, 422)

  fc.assert(
    fc.property(
      places,
      status,
      fc.constantFrom(...surelyCrashes),
      anyText,
      (place, code, crash, text) => {
        const outcome = read(place(`${text} ${crash} ${text}`), code)
        expect(outcome).toMatchObject({ kind: 'uncertain' })
        expect(outcome).not.toHaveProperty('refusal.sentences.0')
      },
    ),
    { numRuns: 500 },
  )
})

test('a sentence shown is short, on one line and without markup', () => {
  fc.assert(
    fc.property(someSentence, fc.array(someSentence), (msg, errors) => {
      const outcome = read({ status: 'error', msg, errors })
      for (const sentence of outcome.kind === 'refused' ? outcome.sentences : []) {
        expect([...sentence].length).toBeLessThanOrEqual(300)
        expect(sentence).not.toMatch(/<[^>]*>|\p{Cc}|^\s|\s$/u)
      }
    }),
    { numRuns: 500 },
  )
})
