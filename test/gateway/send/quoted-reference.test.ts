import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { seedAnswer } from '../../samples.ts'
import { startScriptedHubsoft } from '../../scripted-hubsoft.ts'
import { newTicket, openHouse, told } from '../running.ts'
import { openHastyHouse } from './hasty-house.ts'

test('a ticket of another send that quotes the reference is not taken for this one', async () => {
  const { loseOne, lookNow, post } = await openHastyHouse()
  const key = await loseOne()
  const descricao = `Ligou de novo; o anterior é o ${referenceOf(key)}.`
  await post(randomUUID(), { ...newTicket, descricao })

  expect(told(await lookNow(key))).toMatchObject({ status: 'unknown' })
})

test('an answer in capitals that carries the reference of another send opens nothing of this one', async () => {
  const strayed = {
    ...seedAnswer,
    atendimento: {
      ...seedAnswer.atendimento,
      descricao_abertura:
        'SEM SINAL. | ATENDENTE: BIA | REF 0000-0000 | ATENDIMENTO ABERTO VIA API',
    },
  }
  const { url, stop } = await startScriptedHubsoft({ body: strayed })
  onTestFinished(stop)
  const { post } = await openHouse({ hubsoftUrl: url })

  expect(told(await post())).toMatchObject({ status: 'pending' })
})
