import type { HubsoftAnswer } from '../answer.ts'
import type { Line } from './lines.ts'
import { mostHeadBytes, type RequestReader } from './request-reader.ts'
import { unpack } from './unpack.ts'

/** Why no whole answer came, where it isn't the system that says so. */
export class NoAnswer extends Error {
  code: string
  constructor(code: 'CLOSED' | 'LATE' | 'TOO_LARGE' | 'NOT_ALONE' | 'UNWANTED') {
    super(code)
    this.code = code
  }
}

type Rules = { mostBytes: number; mayStart?: () => boolean; onStart?: () => void }

/** Asks on this connection, once it stands, and listens. */
export function converse(
  { socket, readyEvent, isReady }: Line,
  reader: RequestReader,
  rules: Rules,
) {
  const alone = Promise.withResolvers<boolean>()
  const mostBytes = rules.mostBytes + mostHeadBytes
  let bytes = 0

  function stop(why: unknown) {
    reader.fail(why)
    alone.resolve(false)
    socket.destroy()
  }

  function start() {
    if (socket.destroyed) return
    if (rules.mayStart?.() === false) return stop(new NoAnswer('LATE'))
    rules.onStart?.()
    socket.write(reader.bytes())
  }

  socket.on('data', (chunk) => {
    bytes += chunk.length
    if (bytes > mostBytes && !reader.isWhole()) return stop(new NoAnswer('TOO_LARGE'))
    if (!reader.take(chunk)) alone.resolve(false)
  })
  socket.once('end', () => {
    reader.end()
    alone.resolve(true)
  })
  socket.on('error', (error) => reader.isWhole() || reader.fail(error))
  socket.once('close', () => {
    if (!reader.isWhole()) reader.fail(new NoAnswer('CLOSED'))
    alone.resolve(true)
  })
  // The reader has its bytes by then.
  if (isReady) process.nextTick(start)
  else socket.once(readyEvent, start)

  return {
    stop,
    answer: () => answerOf(reader, rules.mostBytes),
    /** HubSoft closes once it has answered, as it is asked to: while it doesn't, more may come. */
    standsAlone: () => alone.promise,
    end() {
      socket.destroy()
      reader.close()
    },
  }
}

async function answerOf({ whole }: RequestReader, mostBytes: number): Promise<HubsoftAnswer> {
  const { response, body } = await whole
  const { statusCode = 0, headers } = response
  const plain = await unpack(body, headers['content-encoding'] ?? '', mostBytes)
  if (plain.length > mostBytes) throw new NoAnswer('TOO_LARGE')
  return { status: statusCode, headers, text: new TextDecoder().decode(plain) }
}
