import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Connections, Lent } from './connections.ts'

/** Kysely's PostgreSQL over our own connections, which are given up where its driver would go on with them. */
export class SharedPostgres implements Dialect {
  readonly #connections: Connections

  constructor(connections: Connections) {
    this.#connections = connections
  }

  createDriver = () => new SharedDriver(this.#connections)
  createQueryCompiler = () => new PostgresQueryCompiler()
  createAdapter = () => new PostgresAdapter()
  createIntrospector = (database: Kysely<object>) => new PostgresIntrospector(database)
}

const changes = /^(INSERT|UPDATE|DELETE|MERGE)$/

class LentConnection implements DatabaseConnection {
  readonly lent: Lent

  constructor(lent: Lent) {
    this.lent = lent
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { command, rowCount, rows } = await this.lent.query(sql, parameters)
    if (/^COMMIT$/i.test(sql) && command === 'ROLLBACK') throw new Error('it was rolled back')
    return changes.test(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
  }

  // biome-ignore lint/correctness/useYield: nothing is read in pieces.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('rows are read all at once')
  }
}

class SharedDriver implements Driver {
  readonly #connections: Connections

  constructor(connections: Connections) {
    this.#connections = connections
  }

  async init() {}

  async acquireConnection() {
    return new LentConnection(await this.#connections.lend())
  }

  async beginTransaction(connection: LentConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin'))
  }

  async commitTransaction(connection: LentConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction({ lent }: LentConnection) {
    // As the connection ends the server does it, and a second fault would hide the first.
    await lent.query('rollback', []).catch(lent.giveUp)
  }

  async releaseConnection({ lent }: LentConnection) {
    lent.giveBack()
  }

  destroy = () => this.#connections.end()
}
