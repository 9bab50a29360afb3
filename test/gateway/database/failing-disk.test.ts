import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openProcessHouse, patience } from '../process-house.ts'
import { exchange, newTicket, protocolIn, refusedTicket, ticketRoute, told } from '../running.ts'

const env = { HUBSOFT_TIMEOUT_MS: '6000', HUBSOFT_SETTLE_MS: '500' }
const slow = { route: 'atendimento', fault: 'slow', ms: 1 } as const

type House = Awaited<ReturnType<typeof openProcessHouse>>

/** A gateway with one opened ticket. */
async function openWithTicket() {
  const house = await openProcessHouse({ env })
  const known = randomUUID()
  const protocol = protocolIn(await house.post(known))
  expect(protocol).toBeDefined()
  return { house, known, protocol }
}

/** The disk takes no more than it holds: the log can't grow by a byte. */
function fill({ limitFiles, file }: House) {
  limitFiles(Math.max(statSync(file).size, statSync(`${file}-wal`).size))
  return () => limitFiles('unlimited')
}

/** Another program that writes to the database for as long as it likes. */
async function hold({ file }: House) {
  const program = `
    import { DatabaseSync } from 'node:sqlite'
    const database = new DatabaseSync(${JSON.stringify(file)})
    database.exec('BEGIN IMMEDIATE')
    console.log('held')
    process.stdin.on('end', () => database.close()).resume()`
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  await once(other.stdout, 'data')
  return async () => {
    other.stdin.end()
    await once(other, 'exit')
  }
}

/** As somebody tidies up. */
function putAway({ file }: House) {
  renameSync(file, `${file}.fora`)
  return () => renameSync(`${file}.fora`, file)
}

type Harm = [what: string, harm: (house: House) => unknown]
const mendable: Harm[] = [
  ['is full', fill],
  ['is held by another program for longer than the busy time-out', hold],
]

/** Mends what `harm` did; the harm's own word where it gave none. */
async function harmed(house: House, harm: Harm[1]): Promise<() => Promise<void>> {
  const mend: unknown = await harm(house)
  return async () => {
    if (typeof mend === 'function') await mend()
  }
}

const readiness = async ({ send }: House) => {
  const { status, body } = await send('/readyz')
  return { status, banco: Object(body).banco }
}

/** What the alarm goes by. */
const isUnwritable = async ({ url }: House) =>
  /^novo_atendimento_journal_unwritable ([01])$/m.exec((await exchange(`${url}/metrics`)).text)?.[1]

test.each<Harm>(mendable)(
  'while the disk or database %s nothing is sent, what is known is told, and afterwards sends go on',
  async (_what, harm) => {
    const { house, known, protocol } = await openWithTicket()
    const { post, ask, stateOf, posts, ticketsOf, send } = house
    const mend = await harmed(house, harm)
    const key = randomUUID()

    const refused = await post(key)

    expect(refused.status).toBe(503)
    expect(told(refused)).toMatchObject({
      codigo: 'nao_enviado',
      msg: expect.stringContaining('não conseguiu registrar o envio'),
    })
    expect(posts()).toBe(1)
    expect(protocolIn(await ask(known))).toBe(protocol)
    expect(protocolIn(await post(known))).toBe(protocol)
    expect(await stateOf(key)).toBe('chave_desconhecida')
    expect((await send(`${ticketRoute}?hoje=1`)).text).toContain(known)
    await expect.poll(() => readiness(house), patience).toEqual({ status: 503, banco: 'falha' })
    expect(await isUnwritable(house)).toBe('1')
    expect((await send('/healthz')).status).toBe(200)

    await mend()

    expect((await post(key)).status).toBe(201)
    expect(ticketsOf(key)).toHaveLength(1)
    expect(posts()).toBe(2)
    await expect.poll(() => readiness(house), patience).toEqual({ status: 200, banco: 'ok' })
    expect(await isUnwritable(house)).toBe('0')
  },
)

/** Sends, and harms the database once the ticket is with HubSoft. */
async function harmBetweenCommits(house: House, harm: Harm[1], ticket?: object) {
  const { faults, post, posts, release } = house
  faults.inject(slow)
  const key = randomUUID()
  const before = posts()
  const sent = post(key, ticket)
  await expect.poll(posts, patience).toBe(before + 1)
  const mend = await harmed(house, harm)
  release()
  return { key, answer: await sent, mend }
}

test.each<Harm>(mendable)(
  'a ticket that was opened is told where the disk or database %s before its outcome is kept, and found again afterwards',
  async (_what, harm) => {
    const { house } = await openWithTicket()
    const { post, ask, stateOf, posts, ticketsOf } = house

    const { key, answer, mend } = await harmBetweenCommits(house, harm)

    const protocol = ticketsOf(key)[0]?.atendimento.protocolo
    expect([answer.status, protocolIn(answer)]).toEqual([201, protocol])
    // Not kept, it isn't known any more: neither opened nor not.
    expect(await stateOf(key)).toBe('pending')
    expect(told(await post(key)).status).toBe('pending')

    await mend()

    await expect.poll(() => stateOf(key), patience).toBe('success')
    expect(protocolIn(await ask(key))).toBe(protocol)
    expect(protocolIn(await post(key))).toBe(protocol)
    expect(posts()).toBe(2)
  },
)

test.each<Harm>(mendable)(
  'a refusal is told as not known where the disk or database %s before it is kept, and ends after two looks',
  async (_what, harm) => {
    const { house } = await openWithTicket()
    const { post, stateOf, posts, ticketsOf } = house

    const { key, answer, mend } = await harmBetweenCommits(house, harm, refusedTicket)

    expect([answer.status, told(answer).status]).toEqual([202, 'pending'])
    expect(await stateOf(key)).toBe('pending')

    await mend()

    await expect.poll(() => stateOf(key), patience).toBe('unknown')
    expect(told(await post(key, refusedTicket)).status).toBe('unknown')
    expect(posts()).toBe(2)
    expect(ticketsOf(key)).toEqual([])
  },
)

test.each<Harm>(mendable)(
  'where the disk or database %s nothing is sent again, and afterwards it is',
  async (_what, harm) => {
    const { house } = await openWithTicket()
    const { faults, post, stateOf, posts, ticketsOf } = house
    faults.inject({ route: 'atendimento', fault: 'reset-before' })
    const key = randomUUID()
    expect((await post(key)).status).toBe(202)
    await expect.poll(() => stateOf(key), patience).toBe('unknown')
    const sendAgain = () => post(key, newTicket, { 'x-reenvio': '2' })
    const mend = await harmed(house, harm)

    const answer = await sendAgain()

    expect([answer.status, answer.body]).toEqual([
      202,
      expect.objectContaining({ status: 'unknown', tentativa: 1 }),
    ])
    expect(posts()).toBe(2)

    await mend()

    expect((await sendAgain()).status).toBe(201)
    expect(posts()).toBe(3)
    expect(ticketsOf(key)).toHaveLength(1)
  },
)

/** A copy of the journal as it is then, in its place or over it. */
const copied = (place: 'in place' | 'over') => (house: House) => {
  const { file } = house
  const copy = `${file}.copia`
  const database = new DatabaseSync(file)
  database.exec(`VACUUM INTO '${copy}'`)
  database.close()
  if (place === 'in place') renameSync(copy, file)
  else copyFileSync(copy, file)
}

const losses: [what: string, lose: (house: House) => void][] = [
  ['deleted', ({ file }) => rmSync(file)],
  [
    'deleted with its journals',
    ({ file }) => {
      for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path)
    },
  ],
  ['renamed away', putAway],
  ['replaced by a copy', copied('in place')],
  ['written over by a copy', copied('over')],
  ['emptied', ({ file }) => truncateSync(file)],
]

test.each(losses)(
  'once the database file is %s nothing is sent, and nothing is told to be unknown',
  async (_what, lose) => {
    const { house, known } = await openWithTicket()
    const { post, ask, posts, file, send, output } = house
    const wasThere = () => existsSync(file)

    lose(house)

    const isThere = wasThere()
    const [refused, again, asked] = [await post(), await post(known), await ask(known)]
    expect([refused.status, told(refused)]).toMatchObject([503, { codigo: 'nao_enviado' }])
    for (const answer of [again, asked]) {
      expect([answer.status, told(answer)]).toMatchObject([500, { codigo: 'erro_interno' }])
    }
    expect(posts()).toBe(1)
    await expect.poll(() => readiness(house), patience).toEqual({ status: 503, banco: 'falha' })
    expect((await send('/healthz')).status).toBe(200)
    expect(wasThere()).toBe(isThere)
    const timesLogged = () => output().split('the journal is not what was opened').length - 1
    await expect.poll(timesLogged, patience).toBe(1)
  },
)

test.each(losses)(
  'a ticket that was opened is told where the database file is %s before its outcome is kept',
  async (_what, lose) => {
    const { house } = await openWithTicket()

    const { key, answer } = await harmBetweenCommits(house, lose)

    const [ticket] = house.ticketsOf(key)
    expect([answer.status, protocolIn(answer)]).toEqual([201, ticket?.atendimento.protocolo])
    expect((await house.ask(key)).status).toBe(500)
    // Its own sends are not told to be none of its own.
    expect((await house.post(key)).status).toBe(500)
  },
)
