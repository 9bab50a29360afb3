import { resolve } from 'node:path'
import type { DatabaseSettings } from '../config/database.ts'
import { nameOf } from '../database/address.ts'
import { describeMoved } from '../database/moved.ts'
import type { OpenedToRead } from '../database/opened-to-read.ts'
import { whyNoServer } from './why-no-server.ts'

type Closed = Exclude<OpenedToRead, { kind: 'open' }>

/** Why a journal can't be read, and what to do. */
export function whyClosed(closed: Closed, settings: DatabaseSettings): string {
  const place = settings.kind === 'sqlite' ? resolve(settings.file) : nameOf(settings)
  switch (closed.kind) {
    case 'missing':
      return settings.kind === 'sqlite'
        ? `banco: ${place} não existe: confira DATABASE_URL; o gateway o cria quando sobe.`
        : `banco: ${place} não tem as tabelas dos envios: confira DATABASE_URL; o gateway as cria quando sobe, e npm run move traz as de um arquivo.`
    case 'unreadable':
      return settings.kind === 'sqlite'
        ? `banco: ${place} não pode ser lido (${closed.reason}): confira DATABASE_URL, e rode com o usuário do serviço.`
        : `banco: ${whyNoServer(closed.cause, settings)}`
    case 'other-schema':
      return settings.kind === 'sqlite'
        ? `banco: ${place} não é um banco desta versão: confira DATABASE_URL, e rode o check da versão que está no ar.`
        : `banco: ${place} é de uma versão mais velha: rode o check da versão que está no ar; esta o traz em dia quando sobe.`
    case 'stranger':
      return `banco: ${place} é de outro programa: crie um banco só para os envios, e ponha o nome dele em DATABASE_URL.`
    case 'moved':
      return `banco: ${place} ${describeMoved(closed.moved)}.`
  }
}
