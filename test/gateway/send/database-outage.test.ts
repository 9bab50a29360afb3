import { expect, test } from 'vitest'
import { runDatabaseOutage } from '../../drill/database-outage.ts'

// `npm run drill:database` is the long form, and the one that looks at seconds.
test('PostgreSQL goes away under load in each way it can: nothing leaves without its row, and nobody is told a lie', async () => {
  const figures = await runDatabaseOutage({
    troubles: [
      ['stopped', 1],
      ['connections lost', 1],
      ['read only', 1],
      // Longer than anybody waits for a connection, or a lock.
      ['frozen', 2.5],
      ['rows locked', 2.5],
    ],
    perSecond: 20,
    calmSeconds: 0.3,
  })

  expect(figures).toMatchObject({ broken: {}, unrecorded: 0, connectionsLeft: 0 })
  expect(Object.values(figures.recoveryS)).not.toContain(null)
  expect(figures.connections).toBeLessThanOrEqual(10)
  expect(Object.keys(figures.ready)).toEqual(expect.arrayContaining(['ok', 'sem_resposta']))
  expect(figures.told.consulta_indisponivel).toBeGreaterThan(0)
  const { success = 0, nao_enviado = 0, chave_desconhecida = 0 } = figures.inTheEnd
  expect(success).toBeGreaterThan(0)
  expect(nao_enviado + chave_desconhecida).toBe(figures.sends - success)
})
