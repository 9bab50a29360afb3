import { MutationObserver, onlineManager, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { createQueryClient } from '#src/app/query-client.ts'

test('offline by the browser’s word, each question and each send goes out at once, and once', async () => {
  onlineManager.setOnline(false)
  onTestFinished(() => onlineManager.setOnline(true))
  const client = createQueryClient()
  const wentOut: string[] = []
  const fails = async (what: string) => {
    wentOut.push(what)
    throw new Error('no network')
  }

  const asking = new QueryObserver(client, { queryKey: ['x'], queryFn: () => fails('question') })
  const asked = await asking.refetch()
  const sending = new MutationObserver(client, { mutationFn: () => fails('send') })
  await expect(sending.mutate()).rejects.toThrow('no network')

  expect(asked.error).toEqual(new Error('no network'))
  expect(wentOut).toEqual(['question', 'send'])
})
