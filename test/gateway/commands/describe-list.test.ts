import { expect, test } from 'vitest'
import { joinDescription } from '#src/contract/reference.ts'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { describeList, formOfNone } from '#src/gateway/commands/check/describe-list.ts'
import type { Opened } from '#src/gateway/commands/check/describe-references.ts'
import { listingOf } from '#src/gateway/hubsoft/listing.ts'
import { readListing } from '#src/gateway/hubsoft/reading/read-listing.ts'
import { newTicket, running } from '../../emulator/running.ts'

type Listing = Extract<FaultOrderInput, { route: string }>

/** The list of service 11000 with these tickets of ours, as this fault leaves it, and what it says. */
async function listWith(texts: string[], order?: Listing) {
  const house = await running()
  const { access_token: token } = await house.signIn()
  const opened: Opened[] = []
  for (const [place, text] of texts.entries()) {
    const reference = `REF 7F3K-2Q9${place}`
    const descricao = joinDescription({ text, attendant: 'Ana Lima', reference })
    await house.openTicket({ ...newTicket, descricao }, { token })
    const protocolo = house.emulator.ledger.tickets.at(-1)?.atendimento.protocolo ?? ''
    opened.push({ protocolo, reference })
  }
  if (order) house.emulator.faults.inject(order)
  const { path, query } = listingOf(11000, () => null)
  const answer = await house.read(`/${path}?${new URLSearchParams(query)}`, { token })
  return { answer, opened }
}

async function describe(texts: string[], order?: Listing, knows = true) {
  const { answer, opened } = await listWith(texts, order)
  const found = describeList(answer, 11000, knows ? opened : [], new Date())
  const lines = found.map(({ isOk, text }) => `${isOk ? 'ok' : 'FALHA'} ${text}`)
  for (const line of lines) expect(line).not.toMatch(/Sem acesso|Lenta|BIANCA|COUTO|Ana/i)
  return lines
}

const two = ['Sem acesso desde ontem.', 'Lenta à noite']

test('of a good list it says all that a look relies on, and nothing of the customer', async () => {
  expect(await describe(two)).toEqual([
    'ok lista: status "success", 2 atendimentos',
    'ok página: inteira (pedidos até 50), sem ordem que se veja nas datas',
    'ok datas: DD/MM/AAAA',
    'ok rascunhos: nenhum na lista',
    'ok descrições: 2, 2 com o fim que o HubSoft põe, a mais longa com 90 caracteres',
    'ok referências: 2 inteiras',
  ])
})

const mangled = (how: Extract<Listing, { fault: 'mangled' }>['how'], characters = 60): Listing => ({
  route: 'listagem',
  fault: 'mangled',
  how,
  characters,
})
const lookItUp = 'um envio assim não é achado; veja “Referência perdida” em docs/operacao.md.'

test.each<[string, Listing]>([
  ['ok referências: 0 inteiras; 2 com outro hífen, que são achadas', mangled('en-dash')],
  ['ok referências: 0 inteiras; 2 com outro hífen, que são achadas', mangled('no-break-hyphen')],
  ['ok referências: 0 inteiras; 2 com outros espaços, que são achadas', mangled('no-break-spaces')],
  ['ok referências: 0 inteiras; 2 com outros espaços, que são achadas', mangled('line-breaks')],
  ['ok referências: 0 inteiras; 2 com maiúsculas, que são achadas', mangled('upper-case')],
  [
    'ok referências: 0 inteiras; 2 com caracteres que não se veem, que são achadas',
    mangled('zero-width'),
  ],
  [`FALHA referências: 0 inteiras; 0 cortadas e 2 perdidas: ${lookItUp}`, mangled('no-signature')],
  [`FALHA referências: 0 inteiras; 2 cortadas e 0 perdidas: ${lookItUp}`, mangled('no-reference')],
  [`FALHA referências: 0 inteiras; 1 cortada e 1 perdida: ${lookItUp}`, mangled('shortened', 26)],
  [
    'FALHA descrições: 2, 0 com o fim que o HubSoft põe, a mais longa com 20 caracteres; 2 param todas aí: parecem cortadas; peça a quem cuida do HubSoft que a lista traga a descrição inteira.',
    mangled('shortened', 20),
  ],
  [
    'FALHA descrições: 0, 0 com o fim que o HubSoft põe, a mais longa com 0 caracteres; 2 sem texto: um envio não achado entre elas conta como não conferido; peça a quem cuida do HubSoft que a lista traga a descrição.',
    mangled('no-description'),
  ],
  ['ok datas: AAAA-MM-DD', { route: 'listagem', fault: 'iso-dates' }],
  ['ok rascunhos: 3 na lista, que não contam', { route: 'listagem', fault: 'drafts' }],
  [
    'FALHA lista: não pôde ser lida (HTTP 200): confira o código do serviço e a versão com quem cuida do HubSoft.',
    { route: 'listagem', fault: 'list-as-object' },
  ],
  [
    'ok lista: nenhum atendimento, o que o HubSoft diz com uma lista vazia: tente com outro serviço',
    { route: 'listagem', fault: 'list-empty' },
  ],
])('%s', async (line, order) => {
  expect(await describe(['Sem acesso desde ontem.', 'Lenta'], order)).toContain(line)
})

test('without the journal a cut signature is still seen, and a list without any says what to do', async () => {
  expect(await describe(two, mangled('no-reference'), false)).toContain(
    `FALHA referências: 0 inteiras; 2 cortadas e 0 perdidas: ${lookItUp}`,
  )
  expect(await describe(two, mangled('no-signature'), false)).toContain(
    'ok referências: nenhuma na lista: abra por aqui um atendimento deste serviço e repita',
  )
})

test.each([
  ['array', 'com uma lista vazia'],
  ['http-404', 'com HTTP 404 e uma frase'],
  ['error', 'com uma recusa e uma frase'],
] as const)('"none" in the form of %s is told', async (form, said) => {
  const { answer } = await listWith([], { route: 'listagem', fault: 'list-empty', form })

  expect(formOfNone(answer)).toBe(said)
})

const now = new Date('2026-11-24T13:58:21Z')

/** So many tickets, of these days in turn; where something is wrong with them, a look finds that it knows nothing. */
function page(length: number, dates: string[], more: object = {}) {
  const atendimentos = Array.from({ length }, (_, place) => ({
    protocolo: String(place + 1),
    descricao_abertura: `${'x'.repeat(place + 1)} | ATENDIMENTO ABERTO VIA API`,
    data_cadastro: dates[Math.floor((place * dates.length) / length)],
    ...more,
  }))
  const text = JSON.stringify({ status: 'success', atendimentos })
  const answer = { status: 200, headers: {}, text }
  const findings = describeList(answer, 11000, [], now)
  const sent = { reference: 'REF 7F3K-2Q9D', description: 'Sem acesso.' }
  const looked = readListing(answer, { ...sent, serviceId: 11000, sentAt: now })
  const judged = findings.filter(({ text }) => /^(?:página|serviço):/.test(text))
  expect(judged.every(({ isOk }) => isOk)).toBe(looked !== null)
  return findings.map(({ text }) => text)
}

test('the order and the end of the page are told, and when they matter', () => {
  const [old, young] = ['01/11/2026', '24/11/2026']

  for (const whole of [19, 21, 49]) {
    expect(page(whole, [young, old])).toContain(
      'página: inteira (pedidos até 50), do mais novo para o mais velho',
    )
  }
  for (const cut of [20, 50, 51]) {
    expect(page(cut, [young, old])).toContain(
      `página: de ${cut}, talvez cortada (pedidos até 50), do mais novo para o mais velho`,
    )
  }
  expect(page(19, [old, young])[1]).toMatch(/fora da ordem pedida.*não atrapalha$/)
  expect(page(20, [old, young])[1]).toMatch(/fora da ordem pedida.*conta como não conferido/)
  expect(page(50, [young, '23/11/2026'])[1]).toMatch(/mais velho: .*conta como não conferido/)
  expect(page(50, [''])[1]).toMatch(/nas datas: .*conta como não conferido/)
})

test.each([7, '7', ' 7 ', 'abc'])(
  'service %j is another, as a look sees it',
  (id_cliente_servico) => {
    expect(page(2, ['24/11/2026'], { servico: { id_cliente_servico } })[1]).toMatch(
      /^serviço: 2 da lista são de outro serviço/,
    )
  },
)

test.each([11000, '11000', ' 11000 ', ' ', null, {}])('service %j is no other', (one) => {
  expect(page(2, ['24/11/2026'], { servico: { id_cliente_servico: one } })[1]).toMatch(/^página/)
})

test('dates that can’t be read are a fault', () => {
  expect(page(2, ['24/11/26'])).toContain(
    'datas: ilegíveis: confira a versão com quem cuida do HubSoft.',
  )
})
