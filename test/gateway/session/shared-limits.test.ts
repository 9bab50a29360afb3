import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { ana, letIn, startGatewayOn } from '../../house.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { newPostgres, openTestPostgres } from '../on-postgres.ts'
import { behindProxy, newTicket, openHouse, signedIn, talkTo, told } from '../running.ts'

type Options = NonNullable<Parameters<typeof openHouse>[0]>

/** Two gateways on one PostgreSQL and one HubSoft, by turns. */
async function openTwo({ env, ...options }: Options) {
  const shared = { ...env, DATABASE_URL: await newPostgres() }
  const house = await openHouse({ ...options, env: shared })
  const other = await startGatewayOn({ url: house.emulatorUrl }, { ...options, env: shared })
  onTestFinished(other.stop)
  const both = [talkTo(house.url), talkTo(other.url)] as const
  let asked = 0
  return { house, next: () => both[asked++ % 2 === 0 ? 0 : 1] }
}

const signInAs = ({ usuario, senha }: Pick<typeof ana, 'usuario' | 'senha'>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ usuario, senha }),
})

test('the sixth wrong password is turned away, whichever of two gateways it goes to', async () => {
  const { env, remove } = await letIn(ana)
  onTestFinished(remove)
  const { next } = await openTwo({ env })
  const trySignIn = (senha: string) => next().send('/api/sessao', signInAs({ ...ana, senha }))

  for (let tries = 0; tries < 5; tries += 1) expect((await trySignIn('errada')).status).toBe(401)

  expectProblem(await trySignIn(ana.senha), 429, 'muitas_requisicoes')
  expectProblem(await trySignIn(ana.senha), 429, 'muitas_requisicoes')
})

test('an attendant’s sends count together, whichever of two gateways they go to', async () => {
  const limits = { rates: { ...ratesPerMinute, sends: 3 } }
  const { house, next } = await openTwo({ env: behindProxy, limits })
  const [headers, others] = [signedIn('ana', 'Ana'), signedIn('bia', 'Bia')]

  const statuses: number[] = []
  for (let sends = 0; sends < 5; sends += 1) {
    statuses.push((await next().post(newTicket, { headers })).status)
  }

  expect(statuses).toEqual([201, 201, 201, 429, 429])
  expect(house.ticketRequests()).toHaveLength(3)
  expect((await next().post(newTicket, { headers: others })).status).toBe(201)
})

test('where a count can’t be made nobody is let in, nothing is sent, and each is told so', async () => {
  const { env, remove } = await letIn(ana)
  onTestFinished(remove)
  const url = await newPostgres()
  const house = await openHouse({ env: { ...env, DATABASE_URL: url } })
  const signIn = () => house.send('/api/sessao', signInAs(ana))
  const cookie = String((await signIn()).headers['set-cookie']).split(';')[0]
  await sql`DROP TABLE counter`.execute(await openTestPostgres(url))

  const entering = await signIn()
  const sending = await house.post(newTicket, { headers: { cookie } })

  expectProblem(entering, 503, 'consulta_indisponivel')
  expect(told(entering)).toMatchObject({
    msg: expect.stringMatching(/^Não consegui conferir a sua entrada: este servidor não alcança/),
  })
  expect(entering.headers['set-cookie']).toBeUndefined()
  expectProblem(sending, 503, 'consulta_indisponivel')
  expect(house.ticketRequests()).toEqual([])
})
