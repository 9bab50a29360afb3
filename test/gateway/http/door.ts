import { connect, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { listen } from '../../process.ts'
import { messageRoute, ticketRoute } from '../running.ts'
import { certificateFor } from './certificate.ts'

/** What the door itself does to whoever asks. */
type Does = 'reset' | 'silence' | { answer: string }

/** What becomes of one ticket at HubSoft's door. */
export type Passage =
  | { kind: 'through' }
  /** HubSoft never gets it. */
  | { kind: 'kept'; does: Does }
  /** HubSoft gets it when the door is released; `slow` hands its answer on then. */
  | { kind: 'held'; does: Does | 'slow' }
  /** HubSoft's answer is cut in the middle of its body; `slow` hands the rest on at the release. */
  | { kind: 'half-answered'; does: 'reset' | 'silence' | 'close' | 'slow' }

export type DoorOptions = {
  isTls?: boolean
  /** What becomes of every connection that is made after a token was given. */
  afterSignIn?: 'refuse' | 'reset' | 'silence' | 'slow'
}

/**
 * A real TCP server in front of HubSoft, for what HubSoft can't do to a request by itself. It lets
 * everything through, but tickets as `passages` says, one by one.
 */
export async function openDoor(
  hubsoftUrl: string,
  { isTls = false, afterSignIn }: DoorOptions = {},
) {
  const certificate = isTls ? certificateFor('127.0.0.1') : null
  const passages: Passage[] = []
  const sockets: Socket[] = []
  let held: (() => void)[] = []
  let [posts, halves] = [0, 0]
  let isSignedIn = false

  const server = createServer((raw) => {
    keep(raw)
    if (!isSignedIn || afterSignIn === undefined) serve(raw)
    else if (afterSignIn === 'reset') raw.resetAndDestroy()
    else if (afterSignIn === 'slow') held.push(() => serve(raw))
  })

  function keep(socket: Socket) {
    sockets.push(socket)
    // What is cut on purpose ends so.
    socket.on('error', () => socket.destroy())
  }

  function serve(raw: Socket) {
    const near = certificate ? new TLSSocket(raw, { isServer: true, ...certificate }) : raw
    const far = connect(Number(new URL(hubsoftUrl).port), '127.0.0.1')
    keep(near)
    keep(far)
    let passage: Passage = { kind: 'through' }
    near.on('data', (chunk) => {
      const isTicket = isSend(chunk.toString('latin1'))
      if (isTicket) {
        posts += 1
        passage = passages.shift() ?? { kind: 'through' }
      }
      const onward = () => void far.write(chunk)
      if (passage.kind === 'held') held.push(onward)
      else if (passage.kind !== 'kept') onward()
      if (isTicket && (passage.kind === 'kept' || passage.kind === 'held')) act(near, passage.does)
    })
    far.on('data', (chunk) => {
      if (passage.kind === 'half-answered') return cut(near, chunk, passage.does)
      if (passage.kind !== 'held' || passage.does === 'slow') answer(near, chunk)
    })
    near.on('close', () => passage.kind === 'held' || far.destroy())
    far.on('close', (isBroken) => {
      if (passage.kind !== 'through') return
      if (isBroken) near.resetAndDestroy()
      else near.end()
    })
  }

  function answer(near: Socket, chunk: Buffer) {
    const text = chunk.toString('latin1')
    if (afterSignIn === undefined) return void near.write(chunk)
    if (text.includes('"access_token"')) {
      isSignedIn = true
      if (afterSignIn === 'refuse') server.close()
    }
    // What is asked next needs a connection of its own.
    near.write(text.replace(/^connection: keep-alive/im, 'connection: close'), 'latin1')
  }

  function cut(near: Socket, chunk: Buffer, does: 'reset' | 'silence' | 'close' | 'slow') {
    const body = chunk.indexOf('\r\n\r\n') + 4
    const middle = Math.ceil((body + chunk.length) / 2)
    near.write(chunk.subarray(0, middle), () => {
      halves += 1
      if (does === 'close') near.end()
      else if (does === 'slow') held.push(() => near.write(chunk.subarray(middle)))
      else act(near, does)
    })
  }

  const port = await listen(server)
  return {
    url: `${isTls ? 'https' : 'http'}://127.0.0.1:${port}`,
    ...(certificate && { ca: certificate.cert }),
    /** What becomes of the next tickets. */
    passages,
    /** How many tickets were asked for here. */
    posts: () => posts,
    /** How many answers were cut in the middle. */
    halves: () => halves,
    release() {
      for (const go of held) go()
      held = []
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

export type Door = Awaited<ReturnType<typeof openDoor>>

/** A ticket, or a message for one. */
const isSend = (head: string) =>
  head.startsWith(`POST ${ticketRoute} `) || head.startsWith(`POST ${messageRoute}/`)

function act(near: Socket, does: Does | 'slow') {
  if (does === 'reset') near.resetAndDestroy()
  else if (typeof does === 'object') near.end(does.answer)
}
