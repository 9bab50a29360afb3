/** Where a journal lies. */
export type DatabaseAddress = SqliteAddress | PostgresAddress

export type SqliteAddress = {
  kind: 'sqlite'
  /** Path of the file. */
  file: string
}

export type PostgresAddress = {
  kind: 'postgres'
  /** A name, an address, or the folder of a socket. */
  host: string
  port: number
  /** Name of the database. */
  name: string
  user: string
  /** As it is now: its file may change. */
  password: () => string
  /** Null where the connection isn't encrypted. */
  tls: {
    /** Authorities in PEM; the system's own where absent. */
    ca: string | undefined
    /** Whether the certificate has to be of `host`, or only of one of those authorities. */
    checksHost: boolean
  } | null
}

/** As people know it: without user and password. */
export function nameOf(address: DatabaseAddress | Omit<PostgresAddress, 'password'>): string {
  if (address.kind === 'sqlite') return `file:${address.file}`
  const { host, port, name } = address
  return host.startsWith('/')
    ? `postgres:///${name}?host=${host}`
    : `postgres://${host}:${port}/${name}`
}
