import { expect, test } from 'vitest'
import { expectOwn } from '#src/gateway/journal/whose-journal.ts'
import { keepLog } from '../keep-log.ts'
import { openTestDatabase } from './open-journal.ts'

const hubsoft = new URL('https://api.provedor.com.br/base/')
const elsewhere = new URL('https://hubsoft.provedor.com.br')
const standIn = new URL('http://127.0.0.1:40001')

async function open() {
  const database = await openTestDatabase()
  const { log, lines } = keepLog()
  const start = (at: URL, isDemo = false) => expectOwn(database, { hubsoft: at, isDemo }, log)
  return { start, said: () => lines().map(({ msg, was, is }) => ({ msg, was, is })) }
}

test('a demonstration never takes a HubSoft’s journal for its own', async () => {
  const { start } = await open()
  await start(hubsoft)

  await expect(start(standIn, true)).rejects.toThrow(
    'o banco é do HubSoft em api.provedor.com.br, e sem HUBSOFT_URL este gateway seria a demonstração',
  )
  await start(hubsoft)
})

test('nor is the demonstration’s taken for a HubSoft’s', async () => {
  const { start, said } = await open()
  await start(standIn, true)
  await start(new URL('http://127.0.0.1:40002'), true)

  await expect(start(hubsoft)).rejects.toThrow('o banco é da demonstração; esperado: outro banco')
  expect(said()).toEqual([])
})

test('a HubSoft at another address is told in the log, once', async () => {
  const { start, said } = await open()
  for (const at of [hubsoft, elsewhere, elsewhere]) await start(at)

  expect(said()).toEqual([
    {
      msg: 'the journal is of a HubSoft at another address',
      was: hubsoft.host,
      is: elsewhere.host,
    },
  ])
})
