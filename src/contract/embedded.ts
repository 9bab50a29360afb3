import { modos } from './modos.ts'
import { objectIn } from './object-in.ts'
import type { Configuracao, CoresDoTema, FixedConfiguracao, Marca, Modelo } from './page-context.ts'

/** Of the element in the served page that holds it. */
export const embeddedId = 'configuracao'

/** Of the guides their names alone, and of the types their ids: the rest is asked for. */
export const embeddedOf = (known: FixedConfiguracao) => ({
  fuso_horario: known.fuso_horario,
  modo: known.modo,
  servicos_de_demonstracao: known.servicos_de_demonstracao,
  marca: known.marca,
  modelos: known.modelos.map(({ nome }): Modelo => ({ nome, linhas: [] })),
  tipos_de_atendimento: known.tipos_de_atendimento.map(({ id_tipo_atendimento }) => ({
    id_tipo_atendimento,
  })),
})

/**
 * Reads what the gateway wrote into the page, so that its first picture is whole. By hand: the schemas come after
 * it. What can't be read is as in `configuracao`.
 *
 * @returns undefined where the page was served without, as in development
 */
export function readEmbedded(text: string): Configuracao | undefined {
  const known = objectIn(text)
  const { fuso_horario, modo, servicos_de_demonstracao, marca, modelos } = known
  if (typeof fuso_horario !== 'string') return undefined
  return {
    fuso_horario,
    modo: modos.find((one) => one === modo) ?? 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    servicos_de_demonstracao: listed(servicos_de_demonstracao, (service) => {
      const { id_cliente_servico, mostra } = service
      if (typeof id_cliente_servico !== 'number' || typeof mostra !== 'string') return null
      return { id_cliente_servico, mostra }
    }),
    marca: readMarca(Object(marca)),
    modelos: listed(modelos, ({ nome }) =>
      typeof nome === 'string' ? { nome, linhas: [] } : null,
    ),
    // Not before the gateway has said so: nobody waits for who may speak with the page.
    origens_de_incorporacao: [],
    tipos_de_atendimento: listed(known.tipos_de_atendimento, ({ id_tipo_atendimento: id }) =>
      typeof id === 'number' ? { id_tipo_atendimento: id, descricao: '' } : null,
    ),
    avisos: true,
  }
}

type Members = Record<string, unknown>

function listed<Value>(list: unknown, read: (members: Members) => Value | null): Value[] {
  if (!Array.isArray(list)) return []
  return list.map((one) => read(Object(one))).filter((one) => one !== null)
}

function readMarca({ nome, logo, proporcao, cores }: Members): Marca {
  const { claro, escuro }: Members = Object(cores)
  const [light, dark] = [Object(claro), Object(escuro)]
  return {
    nome: typeof nome === 'string' ? nome : null,
    logo: typeof logo === 'string' ? logo : null,
    proporcao: typeof proporcao === 'number' ? proporcao : null,
    cores: isTheme(light) && isTheme(dark) ? { claro: light, escuro: dark } : null,
  }
}

const colours = ['destaque', 'destaque_forte', 'destaque_suave', 'sobre_destaque'] as const

const isTheme = (theme: Partial<Record<keyof CoresDoTema, unknown>>): theme is CoresDoTema =>
  colours.every((name) => typeof theme[name] === 'string')
