import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { heldWait } from '../../held-wait.ts'
import { newTicket, openHouse, protocolIn, refusedTicket, told } from '../running.ts'

/** A house whose wall clock the test sets, and what its page is told of HubSoft. */
async function openWatchedHouse(options: Parameters<typeof openHouse>[0] = {}) {
  let wallMs = Date.parse('2026-11-24T17:02:30Z')
  const clock = { wallMs: () => wallMs, monotonicMs: () => performance.now() }
  const house = await openHouse({ clock, ...options })
  return {
    ...house,
    setWall: (time: string) => {
      wallMs = Date.parse(time)
    },
    hubsoft: () => hubsoftToldBy(house.send),
  }
}

async function hubsoftToldBy(send: Awaited<ReturnType<typeof openHouse>>['send']) {
  const { body } = await send('/api/configuracao')
  return configuracao.parse(body).hubsoft
}

/** Five sends to which HubSoft's proxy answers with its page. */
async function sendIntoTheVoid(house: Awaited<ReturnType<typeof openWatchedHouse>>) {
  for (const route of ['token', 'atendimento', 'listagem', 'leitura'] as const) {
    house.faults.inject({ route, fault: 'http-503', times: 1_000_000 })
  }
  for (const _send of [1, 2, 3, 4, 5]) await house.post()
  expect((await house.hubsoft()).situacao).toBe('fora_do_ar')
}

test('an outage is on the page since its first failure, and a send is answered without asking HubSoft', async () => {
  const house = await openWatchedHouse()
  expect(await house.hubsoft()).toEqual({ situacao: 'no_ar', desde: null })
  await sendIntoTheVoid(house)
  expect(await house.hubsoft()).toEqual({
    situacao: 'fora_do_ar',
    desde: '2026-11-24T17:02:30.000Z',
  })
  house.ledger.clear()

  const answer = await house.post()

  expect(answer.status).toBe(503)
  expect(answer.headers['retry-after']).toBe('5')
  expect(told(answer)).toMatchObject({
    codigo: 'nao_enviado',
    msg: 'O atendimento não foi aberto: o HubSoft está fora do ar desde 14:02. Envie de novo quando ele voltar.',
    enviado: newTicket,
  })
  expect([house.ticketRequests(), house.signIns()]).toEqual([[], []])
})

test('the time is that of TIME_ZONE, with its day when that is over', async () => {
  const house = await openWatchedHouse({ env: { TIME_ZONE: 'America/Manaus' } })
  await sendIntoTheVoid(house)

  expect(told(await house.post()).msg).toContain('fora do ar desde 13:02.')
  house.setWall('2026-11-25T10:00:00Z')
  expect(told(await house.post()).msg).toContain('fora do ar desde 24/11, 13:02.')
})

test('what came of earlier sends is told during an outage as ever', async () => {
  const house = await openWatchedHouse()
  const [opened, refused, unsettled] = [randomUUID(), randomUUID(), randomUUID()]
  const first = await house.post(newTicket, { key: opened })
  await house.post(refusedTicket, { key: refused })
  house.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  await house.post(newTicket, { key: unsettled })
  await sendIntoTheVoid(house)

  expect(protocolIn(await house.post(newTicket, { key: opened }))).toBe(protocolIn(first))
  expect((await house.post(refusedTicket, { key: refused })).status).toBe(422)
  expect(told(await house.post(newTicket, { key: unsettled })).status).toBe('pending')
  expect(told(await house.ask(unsettled)).status).toBe('pending')
})

test('while one ticket shows whether an outage of tickets is over, the others are not told that HubSoft is down', async () => {
  const { wait, release } = heldWait()
  const house = await openWatchedHouse({ emulator: { wait } })
  house.faults.inject({ route: 'atendimento', fault: 'http-503', times: 5 })
  for (const _send of [1, 2, 3, 4, 5]) await house.post()
  await expect.poll(house.hubsoft).toEqual({ situacao: 'no_ar', desde: null })
  house.faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const trial = house.post()
  await expect.poll(house.ticketRequests).toHaveLength(6)

  const answer = await house.post()

  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '60'])
  expect(told(answer)).toMatchObject({
    codigo: 'nao_enviado',
    msg: 'O atendimento não foi aberto: o HubSoft está voltando e, por enquanto, envio um de cada vez. Envie de novo em um minuto.',
  })
  expect((await house.hubsoft()).situacao).toBe('no_ar')
  release()
  expect((await trial).status).toBe(201)
})

test('a refused account is told to page and operator before anybody sends, without its secrets', async () => {
  const lines: string[] = []
  const account = { ...demoCredentials, password: 'SENHA-ERRADA' }
  const { hubsoft, post, signIns, ticketRequests } = await openWatchedHouse({
    signsInAtStart: true,
    account: () => account,
    logTo: (line) => lines.push(line),
  })

  await expect.poll(hubsoft).toEqual({
    situacao: 'conta_recusada',
    desde: '2026-11-24T17:02:30.000Z',
  })

  const { codigo, msg } = Object(told(await post()))

  expect([codigo, msg]).toEqual(['nao_enviado', expect.stringContaining('não aceitou a conta')])
  const faults = lines.filter((line) => JSON.parse(line).level === 50)
  expect(faults).toEqual([expect.stringContaining('hubsoft refuses the API account')])
  expect(lines.join('')).not.toMatch(/SENHA-ERRADA|segredo-do-emulador|api@example/)
  expect([signIns().length, ticketRequests()]).toEqual([1, []])
})

test('a sign-in that has hung since before an outage is started over once HubSoft is back', async () => {
  const { faults, post, signIns, skip, send } = await openHouse()
  faults.inject({ route: 'token', fault: 'silent-before' })
  faults.inject({ route: 'leitura', fault: 'reset-before', times: 1_000_000 })
  const hanging = post()
  await expect.poll(signIns).toHaveLength(1)
  async function situationLater() {
    skip(3000)
    return (await hubsoftToldBy(send)).situacao
  }

  await expect.poll(situationLater).toBe('fora_do_ar')
  expect(signIns()).toHaveLength(1)
  faults.clear()
  await expect.poll(situationLater).toBe('no_ar')

  expect((await hanging).status).toBe(503)
  expect((await post()).status).toBe(201)
  expect(signIns()).toHaveLength(2)
})
