import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'

type AskedPassword =
  | { kind: 'typed'; password: string }
  | { kind: 'none' }
  /** The second time something else was typed. */
  | { kind: 'different' }

export type Asking = {
  input: Readable & { isTTY?: boolean }
  output: Writable
  leastLength: number
}

/** From a terminal twice, shown nowhere; from anything else the first line. */
export async function askPassword({ input, output, leastLength }: Asking): Promise<AskedPassword> {
  const terminal = input.isTTY === true
  // Readline would show there what is typed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const readline = createInterface({ input, output: nowhere, terminal, historySize: 0 })
  const lines = readline[Symbol.asyncIterator]()

  async function ask(question: string): Promise<string | null> {
    if (terminal) output.write(question)
    const { done, value } = await lines.next()
    if (terminal) output.write('\n')
    return done ? null : value
  }

  try {
    const password = await ask(`Senha (ao menos ${leastLength} caracteres; não aparece na tela): `)
    if (!password) return { kind: 'none' }
    const isSame = !terminal || (await ask('A mesma senha, mais uma vez: ')) === password
    return isSame ? { kind: 'typed', password } : { kind: 'different' }
  } finally {
    readline.close()
  }
}
