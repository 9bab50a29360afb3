import { Agent, request } from 'undici'

export type Asked = {
  /** Of the send that it is about. */
  key: string
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body?: string
  signal: AbortSignal
}

type Answered = { status: number; headers: Record<string, unknown>; text: string }

/** The way to whoever answers, and back. */
export type Line = {
  /** Rejects where no answer came. */
  exchange: (asked: Asked) => Promise<Answered>
  close: () => Promise<void>
}

const patienceMs = 30_000

/** Straight to the one gateway that there is. */
export function lineTo(url: string): Line {
  const agent = new Agent({ headersTimeout: patienceMs, bodyTimeout: patienceMs })
  return {
    exchange: (asked) =>
      askAt(url, { ...asked, headers: { origin: url, ...asked.headers } }, agent),
    close: () => agent.close(),
  }
}

export async function askAt(url: string, asked: Asked, dispatcher: Agent): Promise<Answered> {
  const { path, method, headers, body, signal } = asked
  const response = await request(url + path, {
    ...{ method, headers, signal, dispatcher },
    ...(body !== undefined && { body }),
  })
  const { statusCode: status, headers: told } = response
  return { status, headers: told, text: await response.body.text() }
}
