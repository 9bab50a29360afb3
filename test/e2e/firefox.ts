import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { temporaryFolder } from '../temporary-folder.ts'

/** Keys without a character, as WebDriver writes them. */
export const keys = { tab: '\uE004', enter: '\uE007', control: '\uE009' } as const

const answer = z.object({
  id: z.number(),
  result: z.optional(z.unknown()),
  message: z.optional(z.string()),
})
const tree = z.object({ contexts: z.array(z.object({ context: z.string() })) })
const evaluated = z.object({ result: z.object({ value: z.optional(z.unknown()) }) })

/**
 * An installed Firefox with a profile of its own and this page in front, or its keys would be the address bar's; ended after the test. Asked by WebDriver BiDi, which it speaks
 * itself: what drives it for others is downloaded when it is installed, or wants a newer one than Debian's.
 */
export async function openFirefox(path: string, url: string) {
  const profile = await temporaryFolder()
  const args = ['--headless', '--profile', profile, '--remote-debugging-port', '0', url]
  const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(async () => {
    const ended = once(child, 'exit')
    if (child.kill()) await ended
  })
  const ask = await connect(`${await addressOf(child)}/session`)
  await ask('session.new', { capabilities: {} })
  const [first] = z.parse(tree, await ask('browsingContext.getTree', {})).contexts
  const context = first?.context

  /** Pressed and let go in this order; what is named last is let go first. */
  async function chord(...pressed: string[]) {
    const actions = [
      ...pressed.map((value) => ({ type: 'keyDown', value })),
      ...pressed.toReversed().map((value) => ({ type: 'keyUp', value })),
    ]
    await ask('input.performActions', { context, actions: [{ type: 'key', id: 'keys', actions }] })
  }
  return {
    chord,
    async type(text: string) {
      for (const letter of text) await chord(letter)
    },
    /** What this expression is worth in the page, as far as it is a text, a number or a yes or no. */
    async read(expression: string) {
      const params = { expression, target: { context }, awaitPromise: true }
      return z.parse(evaluated, await ask('script.evaluate', params)).result.value
    },
  }
}

/** It says where it listens; or why it didn't start. */
async function addressOf(child: ChildProcess): Promise<string> {
  const said: string[] = []
  if (child.stderr) {
    for await (const line of createInterface(child.stderr)) {
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1]
      if (address) {
        child.stderr.resume()
        return address
      }
      said.push(line)
    }
  }
  throw new Error(`Firefox doesn't start:\n${said.join('\n')}`)
}

async function connect(address: string) {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  onTestFinished(() => socket.close())
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  socket.addEventListener('message', ({ data }) => {
    const read = z.safeParse(answer, JSON.parse(String(data)))
    if (!read.success) return // something that it tells unasked
    const { id, result, message } = read.data
    if (message === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(message))
  })
  return (method: string, params: Record<string, unknown>) => {
    const asked = Promise.withResolvers<unknown>()
    waiting.set(waiting.size, asked)
    socket.send(JSON.stringify({ id: waiting.size - 1, method, params }))
    return asked.promise
  }
}
