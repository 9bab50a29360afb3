import { X509Certificate } from 'node:crypto'
import type { Server } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { createKeyPairReader, type KeyPair, type Tls } from '../../config/tls.ts'

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
 * Takes a renewed certificate without a restart, and says when the one in use ends soon.
 *
 * @returns what to call now and then: cheap while the files don't change
 */
export function createCertificateWatch({ tls, serve, onEnds, clock, log }: Deps): () => void {
  const { certFile } = tls
  const pairNow = createKeyPairReader(tls, log)
  let served: KeyPair = tls
  let saidMs = Number.NEGATIVE_INFINITY

  function takeUp(pair: KeyPair) {
    serve(pair)
    served = pair
    saidMs = Number.NEGATIVE_INFINITY
    log.info({ certFile, endsAt: endOf(pair) }, 'took a new certificate')
  }

  function sayIfEnding() {
    const endsAt = endOf(served)
    onEnds(endsAt)
    const leftMs = endsAt.getTime() - clock.wallMs()
    if (leftMs > soonMs || clock.monotonicMs() - saidMs < dayMs) return
    saidMs = clock.monotonicMs()
    if (leftMs > 0) log.warn({ certFile, endsAt }, 'the certificate ends soon')
    else log.error({ certFile, endsAt }, 'the certificate has ended: browsers refuse us')
  }

  return () => {
    const pair = pairNow()
    if (pair.cert !== served.cert || pair.key !== served.key) takeUp(pair)
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
