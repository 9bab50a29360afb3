import type { DatabaseSettings } from '../../config/database.ts'
import { nameOf, type PostgresAddress } from '../../database/address.ts'
import { mostConnections } from '../../database/postgres/connections.ts'
import { inspectServer, type ServerState } from '../../database/postgres/inspect-server.ts'
import { countOf, type Finding, fault, ok } from '../finding.ts'
import { whyNoServer } from '../why-no-server.ts'

/** Whether a PostgreSQL keeps what gateways are told it keeps; reads its settings alone. */
export async function checkServer(
  address: PostgresAddress,
  place: Exclude<DatabaseSettings, { kind: 'sqlite' }>,
): Promise<Finding[]> {
  const server = await inspectServer(address).catch((error: unknown) => ({
    why: whyNoServer(error, place),
  }))
  return 'why' in server ? [fault(`banco: ${server.why}`)] : describeServer(server, nameOf(place))
}

export function describeServer(server: ServerState, name: string): Finding[] {
  const secrecy = server.isEncrypted
    ? 'com TLS'
    : 'sem TLS, o que só serve neste computador ou numa rede em que ninguém escuta'
  return [
    ok(`banco: ${name} responde (PostgreSQL ${server.version}), ${secrecy}`),
    ...describeDurability(server.durable),
    ...(server.waitsInVain
      ? [
          fault(
            'réplica: o PostgreSQL espera por uma (synchronous_standby_names), e nenhuma está ligada a ele: nada é gravado, e nenhum envio sai, até ela voltar.',
          ),
        ]
      : []),
    describeConnections(server.connections),
    describeClock(server.aheadMs),
    ...(server.mayCreate
      ? []
      : [
          fault(
            `banco: o usuário não pode criar tabelas em ${name}, o que uma versão nova precisa: faça dele o dono do banco.`,
          ),
        ]),
  ]
}

function describeDurability(durable: ServerState['durable']): Finding[] {
  const off = Object.entries(durable).filter(([, value]) => value !== 'on')
  if (off.length === 0) return [ok('gravação: o que foi gravado fica, mesmo se a luz cai')]
  return off.map(([name, value]) =>
    fault(
      `gravação: ${name} está ${value}: se a luz cai, podem sumir envios já gravados, e quem os repete abre outro atendimento; ponha ${name} = on no PostgreSQL.`,
    ),
  )
}

function describeConnections(count: number): Finding {
  const gateways = Math.floor(count / mostConnections)
  const said = `conexões: o servidor aceita ${count}, e cada gateway usa até ${mostConnections}`
  return gateways > 0
    ? ok(`${said}: bastam para ${countOf(gateways, 'gateway', 'gateways')}, se ninguém mais as usa`)
    : fault(`${said}: aumente max_connections no PostgreSQL.`)
}

/** What people are told times by is the server's. */
const mostOffMs = 3000

export function describeClock(aheadMs: number): Finding {
  if (Math.abs(aheadMs) <= mostOffMs) return ok('relógio: o do PostgreSQL e o daqui concordam')
  const seconds = Math.round(Math.abs(aheadMs) / 1000)
  const side = aheadMs > 0 ? 'adiantado' : 'atrasado'
  return fault(
    `relógio: o do PostgreSQL está ${seconds} s ${side} do daqui: acerte o que estiver errado (NTP); prazo nenhum muda, mas as horas da tela são as do PostgreSQL.`,
  )
}
