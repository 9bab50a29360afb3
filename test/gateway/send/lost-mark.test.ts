import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { createSteadyNow } from '#src/gateway/clock.ts'
import { findLostMark, openLostMarks } from '#src/gateway/journal/lost-marks.ts'
import { startGatewayOn } from '../../house.ts'
import { createHandClock } from '../journal/hand-clock.ts'
import { openJournal } from '../journal/open-journal.ts'
import { keepLog } from '../keep-log.ts'
import { newPostgres } from '../on-postgres.ts'
import { talkTo, told } from '../running.ts'
import { lost, openHastyHouse } from './hasty-house.ts'

const dayMs = 24 * 3_600_000
const withoutSignature: FaultOrderInput = {
  route: 'atendimento',
  fault: 'mangled',
  how: 'no-signature',
}

test('a ticket that comes back without its reference is opened, and for a week no list without a send proves anything', async () => {
  const { logTo, text } = keepLog()
  const house = await openHastyHouse({ logTo })
  const { faults, post, send, skip, verify, resend, lookNow, ticketRequests } = house
  const readiness = async () => (await send('/readyz')).body
  const metrics = async () => (await send('/metrics')).text
  const [first, key] = [randomUUID(), randomUUID()]
  expect(await readiness()).toMatchObject({ referencia: 'ok' })

  faults.inject(withoutSignature)
  expect(told(await post(first)).status).toBe('success')

  expect(await readiness()).toMatchObject({ status: 'success', referencia: 'perdida' })
  expect(await metrics()).toMatch(
    /_tickets_reference_lost_total 1\n[\s\S]*_hubsoft_reference_lost 1\n/,
  )
  expect(text()).toMatch(
    new RegExp(`"level":50.*"key":"${first}".*hubsoft took the reference out of a ticket`),
  )

  faults.inject(lost)
  await post(key)
  skip(11 * 60_000)
  expect(told(await verify(key))).toMatchObject({ status: 'unknown', motivo: 'nao_conferido' })
  expect(told(await resend(key, 2))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(2)

  skip(7 * dayMs)
  expect(await readiness()).toMatchObject({ referencia: 'ok' })
  expect(await metrics()).toMatch(/_hubsoft_reference_lost 0\n/)
  expect(told(await lookNow(key))).not.toHaveProperty('motivo')
})

test('what one gateway learns of lost references holds for another on the same database before its next look', async () => {
  const env = { DATABASE_URL: await newPostgres() }
  const { clock, emulatorUrl, faults, loseOne, resend, ticketRequests } = await openHastyHouse({
    env,
  })
  const other = await startGatewayOn({ url: emulatorUrl }, { env, clock })
  onTestFinished(other.stop)
  const key = await loseOne()

  faults.inject(withoutSignature)
  expect(told(await talkTo(other.url).post()).status).toBe('success')

  expect(told(await resend(key, 2))).toMatchObject({ status: 'unknown', tentativa: 1 })
  expect(ticketRequests()).toHaveLength(2)
})

test('a lost reference is on disk once its note is, of that HubSoft alone, and no step of the wall clock ends it', async () => {
  const { database } = await openJournal()
  const hubsoft = new URL('https://hubsoft.exemplo.com.br')
  const start = new Date('2026-11-24T13:58:21Z')
  const { clock, pass, set } = createHandClock(start)
  const log = pino({ level: 'silent' })
  const open = (of = hubsoft) =>
    openLostMarks({ database, hubsoft: of, clock, now: createSteadyNow(clock), log, onLost() {} })
  const running = await open()

  await running.note(randomUUID())

  expect(await findLostMark(database, hubsoft, start.getTime())).toEqual({ at: start, times: 1 })
  expect((await open(new URL('https://outro.exemplo.com.br'))).isLost()).toBe(false)
  set(8 * dayMs)
  expect(running.isLost()).toBe(true)
  await pass(7 * dayMs - 1)
  set(-8 * dayMs)
  const restarted = await open()
  expect([running.isLost(), restarted.isLost()]).toEqual([true, true])
  await pass(1)
  expect([running.isLost(), restarted.isLost()]).toEqual([false, false])
})

test('where HubSoft answers about another text that came by its API, what is found counts more, and what is told is looked after', async () => {
  const { faults, post, verify, skip, send, ticketsOf } = await openHastyHouse()
  const [stored, notStored] = [randomUUID(), randomUUID()]
  const byApi = {
    route: 'atendimento',
    fault: 'another-ticket',
    protocolo: '777',
    byApi: true,
  } as const

  faults.inject({ ...byApi, stored: true })
  const found = told(await post(stored))
  expect(found).toMatchObject({
    status: 'success',
    conferido: true,
    atendimento: { protocolo: ticketsOf(stored)[0]?.atendimento.protocolo },
  })
  expect(found).not.toHaveProperty('em_duvida')
  expect((await send('/readyz')).body).toMatchObject({ referencia: 'ok' })

  faults.inject(byApi)
  expect(told(await post(notStored))).toMatchObject({
    status: 'success',
    em_duvida: true,
    atendimento: { protocolo: '777' },
  })
  expect((await send('/readyz')).body).toMatchObject({ referencia: 'perdida' })

  // Looks by hand as well as those that are planned: after 12 hours nobody looks any more.
  skip(13 * 3_600_000)
  expect(told(await verify(notStored))).not.toHaveProperty('em_duvida')
})

test('a 403 in a crash report rings the alarm of a missing permission, and is told as that in the end', async () => {
  const { logTo, text } = keepLog()
  const { faults, post, verify, send } = await openHastyHouse({ logTo })
  faults.inject({ route: 'atendimento', fault: 'forbidden-exception' })
  const key = randomUUID()

  await post(key)

  expect((await send('/metrics')).text).toMatch(/_hubsoft_no_permission_total 1\n/)
  expect(text()).toContain('hubsoft says that the API account lacks a permission')
  expect(told(await verify(key))).toMatchObject({ codigo: 'sem_permissao' })
})
