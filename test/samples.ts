import { configuracao } from '#src/contract/page-context.ts'
import type { ShownOrdemServico } from '#src/contract/shown-ticket.ts'

/** The manual's own request ("Exemplo de requisição POST"), unedited. */
export const seedRequest = {
  id_cliente_servico: '11000',
  descricao: 'Abertura de atendimento de teste',
  nome: 'Nome do Usuário Solicitante',
  telefone: '37999112233',
  email: 'teste@teste.com.br',
  abrir_os: true,
}

const cliente = { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO', cpf_cnpj: '86214941081' }
/** What the manual's own answer is about. */
export const seedText = 'Estou sem acesso a internet desde segunda-feira.'
const description = `${seedText} | ATENDIMENTO ABERTO VIA API`

/** The manual's own answer ("Retorno da requisição"), unedited. */
export const seedAnswer = {
  status: 'success',
  msg: 'Atendimento aberto com sucesso. Anote o protocolo: 201811161058216. Foi aberto também uma ordem de serviço e encaminhada ao sertor responsável',
  atendimento: {
    id_atendimento: 300,
    protocolo: '201811161058216',
    descricao_abertura: description,
    descricao_fechamento: null,
    tipo_atendimento: 'SAC',
    usuario_abertura: 'IP Telecom',
    usuario_responsavel: 'IP Telecom',
    usuario_fechamento: null,
    data_cadastro: '16/11/2018',
    data_fechamento: null,
    setor_responsavel: null,
    status_fechamento: null,
    motivo_fechamento: null,
    status: 'Aguardando Análise',
    cliente,
    ordens_servico: [
      {
        id_ordem_servico: 340,
        numero_ordem_servico: '320',
        data_cadastro: '16/11/2018 10:58:21',
        tipo: 'ABERTURA VIA API',
        data_inicio_programado: '16/11/2018 11:58:21',
        data_termino_programado: '16/11/2018 12:58:21',
        data_inicio_executado: null,
        data_termino_executado: null,
        descricao_abertura: description,
        descricao_servico: description,
        descricao_fechamento: null,
        usuario_abertura: 'IP Telecom',
        usuario_fechamento: null,
        status: 'aguardando_agendamento',
        status_fechamento: null,
        cliente,
        servico: {
          numero_plano: 9,
          nome: 'NEXT-NV_1MBPS',
          valor: 69.9,
          status: 'Serviço Habilitado',
          status_prefixo: 'servico_habilitado',
        },
      },
    ],
  },
}

const slowEvenings =
  'Conexão oscila à noite. | Atendente: Ana | REF 2M8X-4T1B | ATENDIMENTO ABERTO VIA API'

const openedWithoutOrder = {
  ...seedAnswer,
  msg: 'Atendimento aberto com sucesso. Anote o protocolo: 20260904111502604417.',
  atendimento: {
    ...seedAnswer.atendimento,
    protocolo: '20260904111502604417',
    descricao_abertura: slowEvenings,
    data_cadastro: '04/09/2026',
    status: 'Pendente',
    ordens_servico: [],
  },
}

/** The shapes in which HubSoft is known to answer, beside the manual's own. */
export const hubsoftAnswers = {
  /** 20 digits; `abrir_os` was true and no work order came of it (Q7). */
  openedWithoutOrder,
  /** 2025 shape: `rascunho`, `servico` and lists that the manual of 2018 doesn't know. */
  openedNewShape: {
    ...openedWithoutOrder,
    atendimento: {
      ...openedWithoutOrder.atendimento,
      rascunho: null,
      usuario_responsavel: null,
      atendimento_mensagem: [],
      disponibilidade_atendimento: [],
      servico: {
        id_cliente_servico: 11000,
        ...seedAnswer.atendimento.ordens_servico[0]?.servico,
        id_motivo_cancelamento: null,
        motivo_cancelamento: null,
        motivo_cancelamento_prefixo: null,
        anotacoes: null,
      },
    },
  },
  invalidFields: {
    status: 'error',
    msg: 'Favor preencher os campos obrigatórios de acordo com as especificações',
    errors: ['O campo telefone é obrigatório.', 'O campo abrir os deve ser verdadeiro ou falso.'],
  },
  cancelledService: {
    status: 'error',
    msg: 'O serviço informado encontra-se cancelado e não permite abertura de atendimento.',
    errors: [],
  },
  /** Comes with HTTP 403. */
  permissionMissing: {
    status: 'error',
    msg: 'O Usuário não possui a permissão desejada!',
    errors: [],
  },
  /** Comes with HTTP 401. */
  unauthenticated: { message: 'Unauthenticated.' },
  /** Comes with HTTP 429. */
  tooMany: {
    status: 'error',
    msg: 'Limite de requisições excedido. Tente novamente em instantes.',
    errors: [],
    retry_after: 37,
  },
}

/** A work order with an appointment, as a page may see it. */
export const scheduledOrder: ShownOrdemServico = {
  numero_ordem_servico: '320',
  tipo: 'ABERTURA VIA API',
  status: 'pendente',
  status_fechamento: null,
  data_cadastro: '16/11/2018 10:58:21',
  data_inicio_programado: '19/11/2018 14:00:00',
  data_termino_programado: '19/11/2018 15:00:00',
  data_inicio_executado: null,
  data_termino_executado: null,
  servico: null,
}

/** What a gateway says of itself where there is nothing to say; the rest is what a page does without. */
const accent = {
  destaque: '#0b57a4',
  destaque_forte: '#083f78',
  destaque_suave: '#e8f1fb',
  sobre_destaque: '#ffffff',
}

/** Of an operator who has set everything. */
export const brandedConfiguracao = configuracao.parse({
  fuso_horario: 'America/Sao_Paulo',
  modo: 'demo',
  hubsoft: { situacao: 'fora_do_ar', desde: '2026-11-24T17:02:00.000Z' },
  servicos_de_demonstracao: [{ id_cliente_servico: 11000, mostra: 'abre com OS' }],
  marca: {
    nome: 'Provedor Exemplo',
    logo: '/marca/0123456789abcdef.svg',
    proporcao: 2.5,
    cores: { claro: accent, escuro: accent },
  },
  modelos: [{ nome: 'Sem conexão', linhas: ['Desde quando: '], id_tipo_atendimento: 2 }],
  tipos_de_atendimento: [{ id_tipo_atendimento: 2, descricao: 'SEM CONEXÃO' }],
})

/** Where tickets go in HubSoft is HubSoft's own to say. */
export const noDestination = {
  ticketTypes: [],
  contactOrigin: undefined,
  workOrderType: undefined,
}

export const quietConfiguracao = configuracao.parse({
  fuso_horario: 'America/Sao_Paulo',
  modo: 'demo',
  servicos_de_demonstracao: [],
})
