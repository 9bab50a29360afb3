import type { Logger } from 'pino'

/** Once asked by a signal, or after a fault of ours, what is under way finishes, and then the process ends. */
export function stopInTime(stop: () => Promise<void>, longestMs: number, log: Logger) {
  let isStopping = false
  let askedAtMs: number | undefined

  async function end(exitCode: number) {
    isStopping = true
    setTimeout(() => {
      log.error('what was under way took too long: cut')
      process.exit(1)
    }, longestMs)
    await stop().catch((err: unknown) => {
      log.fatal({ err }, 'the gateway was not stopped as it should be')
      process.exit(1)
    })
    process.exit(exitCode)
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (askedAtMs === undefined) {
        askedAtMs = performance.now()
        log.info({ signal }, 'stopping: what is under way finishes first')
        if (!isStopping) void end(0)
        // npm hands a Ctrl-C on that the terminal has sent here already: only a later one is impatience.
      } else if (performance.now() - askedAtMs > 1000) process.exit(1)
    })
  }
  // Of a rejection that nobody catches Node makes one, too.
  process.on('uncaughtException', (err) => {
    if (!isStopping) {
      log.fatal({ err }, 'stopped by a fault of ours')
      void end(1)
    } else {
      log.fatal({ err }, 'a second fault, while stopping')
      process.exit(1)
    }
  })
}
