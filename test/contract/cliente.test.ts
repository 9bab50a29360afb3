import { expect, test } from 'vitest'
import { readClientes, readTicketsOfService } from '#src/contract/cliente.ts'

const servico = { id_cliente_servico: 11000, numero_plano: 0, nome: 'FIBRA 300' }
const cliente = { codigo_cliente: 1190, nome_razaosocial: 'CLIENTE INVENTADO', servicos: [servico] }
const clientesOf = (...clientes: unknown[]) =>
  readClientes(JSON.stringify({ status: 'success', msg: '', clientes, ha_mais: true }))

test('a customer of whom nearly nothing is told is read, with null for the rest', () => {
  expect(clientesOf(cliente)).toEqual({
    status: 'success',
    msg: '',
    ha_mais: true,
    clientes: [
      {
        codigo_cliente: 1190,
        nome_razaosocial: 'CLIENTE INVENTADO',
        nome_fantasia: null,
        cpf_cnpj: null,
        telefone_primario: null,
        telefone_secundario: null,
        telefone_terciario: null,
        email_principal: null,
        email_secundario: null,
        alerta_mensagens: [],
        servicos: [
          {
            ...servico,
            status: null,
            status_prefixo: null,
            tecnologia: null,
            velocidade_download: null,
            velocidade_upload: null,
            endereco_instalacao: null,
            ultima_conexao: null,
          },
        ],
      },
    ],
  })
})

test('a strange field is null, a list may be an index-keyed object, what has no id is left out', () => {
  const read = clientesOf(
    {
      ...cliente,
      codigo_cliente: '1190',
      nome_fantasia: ['?'],
      senha: 'inventada',
      alerta_mensagens: { 0: 'Manutenção', 1: 7 },
      servicos: {
        0: { ...servico, ultima_conexao: [], status: {} },
        2: { ...servico, ultima_conexao: { conectado: true, desde: 'ontem' } },
        3: { nome: 'sem código' },
      },
    },
    'nenhum objeto',
    { nome_razaosocial: 'SEM CÓDIGO' },
  )

  expect(read).toMatchObject({
    clientes: [
      {
        codigo_cliente: 1190,
        nome_fantasia: null,
        alerta_mensagens: ['Manutenção'],
        servicos: [
          { id_cliente_servico: 11000, status: null, ultima_conexao: null },
          { id_cliente_servico: 11000, ultima_conexao: { conectado: true, desde: null } },
        ],
      },
    ],
  })
  expect(JSON.stringify(read)).not.toMatch(/inventada|sem código|SEM CÓDIGO|nenhum/)
})

test('a listed ticket is read with what is known of telling its protocol, whatever that is', () => {
  const ticket = { id_atendimento: 7, protocolo: '20220804154332049991', aberto: true }
  const read = readTicketsOfService(
    JSON.stringify({
      status: 'success',
      msg: '',
      lido_em: '2026-11-28T10:00:00.000Z',
      atendimentos: [
        { ...ticket, informado: { canal: 'telefone', em: '2026-11-28T10:00:00.000Z' } },
        { ...ticket, informado: null },
        { ...ticket, informado: { canal: 'pombo' } },
        { id_atendimento: 8, aberto: true },
      ],
    }),
  )

  expect(read?.status === 'success' && read.atendimentos.map((one) => one.informado)).toEqual([
    { canal: 'telefone', em: '2026-11-28T10:00:00.000Z' },
    null,
    undefined,
  ])
})

test('an error of the gateway is read, and what is none of its JSON is null', () => {
  const error = {
    status: 'error',
    msg: 'Não consegui consultar o HubSoft.',
    codigo: 'consulta_indisponivel',
    id_requisicao: 'x',
  }

  expect(readClientes(JSON.stringify(error))).toEqual(error)
  expect(readTicketsOfService(JSON.stringify(error))).toEqual(error)
  for (const text of ['', '<html>', '[]', '{"status":"success"}']) {
    expect(readTicketsOfService(text)).toBeNull()
  }
  expect(readClientes('<html>')).toBeNull()
})
