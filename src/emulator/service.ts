export type Service = {
  id_cliente_servico: number
  numero_plano: number
  nome: string
  valor: number
  status: string
  status_prefixo: string
  /** False: `abrir_os: true` opens the ticket and no work order (Q7). */
  allowsWorkOrder: boolean
}

const plans = {
  next1: { numero_plano: 9, nome: 'NEXT-NV_1MBPS', valor: 69.9 },
  fibra300: { numero_plano: 14, nome: 'EXEMPLO FIBRA 300M', valor: 89.9 },
  fibra600: { numero_plano: 15, nome: 'EXEMPLO FIBRA 600M', valor: 119.9 },
  rural: { numero_plano: 22, nome: 'EXEMPLO RURAL 50M', valor: 54.9 },
  empresa: { numero_plano: 31, nome: 'EXEMPLO EMPRESARIAL 1G', valor: 399 },
  cortesia: { numero_plano: 0, nome: 'CORTESIA', valor: 0 }, // Q34: plan 0 exists
  markup: { numero_plano: 40, nome: 'EXEMPLO <i>GAMER</i> & {{FAMÍLIA}} 500M', valor: 129.9 },
} as const

/** What a plan's line can do; speeds are texts of the tenant's. */
export const lines: Record<number, { tecnologia: string; download: string; upload: string }> = {
  9: { tecnologia: 'WIRELESS', download: '1 Mbits', upload: '512 Kbits' },
  14: { tecnologia: 'FIBRA', download: '300 Mbits', upload: '150 Mbits' },
  15: { tecnologia: 'FIBRA', download: '600 Mbits', upload: '300 Mbits' },
  22: { tecnologia: 'WIRELESS', download: '50 Mbits', upload: '10 Mbits' },
  31: { tecnologia: 'FIBRA', download: '1 Gbits', upload: '1 Gbits' },
  40: { tecnologia: '<b>FIBRA</b>', download: '500 Mbits', upload: '250 Mbits' },
}

const states = {
  servico_habilitado: 'Serviço Habilitado',
  suspenso_debito: 'Suspenso por Débito',
  suspenso_pedido_cliente: 'Suspenso a Pedido do Cliente',
  aguardando_instalacao: 'Aguardando Instalação',
  suspenso_parcialmente: 'Suspenso Parcialmente',
  franquia_excedida: 'Franquia Excedida',
  cancelado: 'Cancelado',
  inativo: 'Inativo',
  // In no list of the vendor's: the next one may come any day.
  em_migracao_de_tecnologia: 'Em Migração de Tecnologia',
} as const

type ServiceTraits = { state?: keyof typeof states; allowsWorkOrder?: boolean }

/** One service of a customer; the id is the one attendants type. */
export function service(
  id: number,
  plan: keyof typeof plans,
  { state = 'servico_habilitado', allowsWorkOrder = true }: ServiceTraits = {},
): Service {
  return {
    id_cliente_servico: id,
    ...plans[plan],
    status: states[state],
    status_prefixo: state,
    allowsWorkOrder,
  }
}
