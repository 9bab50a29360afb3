import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { isKeyPair, type Tls } from '../config/tls.ts'
import { markOf } from '../file-mark.ts'

type KeyPair = { cert: string; key: string }

type Deps = {
  tls: Tls
  /** Hands new connections this pair. */
  serve: (pair: KeyPair) => void
  /** Told when the certificate in use ends. */
  onEnds: (at: Date) => void
  clock: Clock
  log: Logger
}

const dayMs = 86_400_000
const soonMs = 21 * dayMs

/**
 * Takes a renewed certificate without a restart, and says when the one in use ends soon. A pair that
 * doesn't fit together, as when only one of its files is written so far, leaves the last one standing.
 *
 * @returns what to call now and then: cheap while the files don't change
 */
export function createCertificateWatch({ tls, serve, onEnds, clock, log }: Deps): () => void {
  const { certFile, keyFile } = tls
  let held: KeyPair = tls
  let seen = ''
  let saidMs = Number.NEGATIVE_INFINITY

  function takeUp() {
    const fresh = readPair(certFile, keyFile)
    if (fresh?.cert === held.cert && fresh.key === held.key) return
    if (!fresh || !isKeyPair(fresh.cert, fresh.key)) {
      log.error({ certFile, keyFile }, 'certificate and key don’t fit together: kept the last')
      return
    }
    serve(fresh)
    held = fresh
    saidMs = Number.NEGATIVE_INFINITY
    log.info({ certFile, endsAt: endOf(fresh) }, 'took a new certificate')
  }

  function sayIfEnding() {
    const endsAt = endOf(held)
    onEnds(endsAt)
    const leftMs = endsAt.getTime() - clock.wallMs()
    if (leftMs > soonMs || clock.monotonicMs() - saidMs < dayMs) return
    saidMs = clock.monotonicMs()
    if (leftMs > 0) log.warn({ certFile, endsAt }, 'the certificate ends soon')
    else log.error({ certFile, endsAt }, 'the certificate has ended: browsers refuse us')
  }

  return () => {
    const mark = `${markOf(certFile)} ${markOf(keyFile)}`
    if (mark !== seen) {
      // Before reading: what is written meanwhile changes the mark again.
      seen = mark
      takeUp()
    }
    sayIfEnding()
  }
}

type Watched = Pick<Deps, 'onEnds' | 'clock' | 'log'> & {
  tls: Tls | undefined
  lookMs: number | undefined
}

/** Looks until `opened` is closed; at nothing where TLS ends elsewhere. */
export function watchCertificate(
  server: Server,
  { tls, lookMs = 60_000, ...deps }: Watched,
  opened: AsyncDisposableStack,
) {
  if (!tls || !(server instanceof HttpsServer)) return
  const serve = (pair: KeyPair) => server.setSecureContext(pair)
  const look = createCertificateWatch({ ...deps, tls, serve })
  look()
  const looks = setInterval(look, lookMs).unref()
  opened.defer(() => clearInterval(looks))
}

const endOf = ({ cert }: KeyPair) => new X509Certificate(cert).validToDate

function readPair(certFile: string, keyFile: string): KeyPair | null {
  try {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  } catch {
    return null
  }
}
