import { type Service, service } from './service.ts'

export type Customer = {
  codigo_cliente: number
  /** Whether staff keeps this customer among the present ones; what its services are is another thing. */
  isActive: boolean
  nome_razaosocial: string
  nome_fantasia: string | null
  /** Digits, or a CNPJ of the kind that may hold letters; no punctuation. */
  cpf_cnpj: string
  telefone_primario: string
  telefone_secundario: string | null
  /** Empty where the others would be null (Q14). */
  telefone_terciario: string
  email_principal: string | null
  /** Outage notices and, as real providers do, remarks that are nobody else's business (Q37). */
  alerta_mensagens: readonly string[]
  servicos: readonly Service[]
}

type Contact = {
  phone: string
  otherPhones?: readonly [string, string?]
  email?: string
  alerts?: readonly string[]
  tradeName?: string
  isActive?: boolean
}

function customer(
  code: number,
  name: string,
  document: string,
  { phone, otherPhones, email, alerts = [], tradeName, isActive = true }: Contact,
  servicos: readonly Service[],
): Customer {
  return {
    codigo_cliente: code,
    isActive,
    nome_razaosocial: name,
    nome_fantasia: tradeName ?? null,
    cpf_cnpj: document,
    telefone_primario: phone,
    telefone_secundario: otherPhones?.[0] ?? null,
    telefone_terciario: otherPhones?.[1] ?? '',
    email_principal: email ?? null,
    alerta_mensagens: alerts,
    servicos,
  }
}

/** As staff leaves them: with the day and who wrote it behind a blank line, or without (hubsoft §16). */
const outage = [
  'Existe um rompimento de fibra no bairro Centro que está afetando esse cliente\nPrevisão de retorno: 15h30\n\n24/11/2026 08:12:40 - Rosalva Segredo da Equipe',
  'A equipe técnica já está a caminho',
]
const outageInTwoLines = [
  'Existe um rompimento de fibra no bairro Centro que está afetando esse cliente\r\n\r\n24/11/2026 08:15\r\nOtávio Segredo da Equipe',
]

/**
 * Invented, all of them: documents follow a visible sequence or are the customary samples (only
 * BIANCA COUTO is the manual's own), phones end in a counter, addresses lie on example.com.
 */
export const customers: readonly Customer[] = [
  customer(
    1204,
    'BIANCA COUTO',
    '86214941081',
    {
      phone: '37999112233',
      otherPhones: ['3732210100', '37988880000'],
      email: 'bianca.couto@example.com',
    },
    [service(11000, 'next1'), service(11001, 'rural', { state: 'suspenso_debito' })],
  ),
  customer(
    1307,
    'ADEMAR DAS AMOSTRAS',
    '90000000175',
    { phone: '37999990001', email: 'ademar@example.com', alerts: outage },
    [service(11002, 'fibra300')],
  ),
  customer(
    1314,
    'BENEDITA FICTÍCIA DE SOUZA',
    '90000000256',
    { phone: '37999990002', email: 'benedita@example.com' },
    [service(11003, 'fibra600'), service(11004, 'rural', { state: 'suspenso_pedido_cliente' })],
  ),
  customer(
    1321,
    'CAIO EXEMPLO FILHO',
    '90000000337',
    {
      phone: '37999990003',
      email: 'caio@example.com',
      alerts: ['Cliente em atraso: NÃO prometer visita (uso interno)'],
    },
    [service(11005, 'fibra300', { state: 'suspenso_debito' })],
  ),
  customer(
    1328,
    "DALVA D'ÁVILA DOS TESTES",
    '90000000418',
    { phone: '37999990004', email: 'dalva@example.com' },
    [service(11006, 'fibra300')],
  ),
  customer(
    1335,
    'EDIVALDO PEROBA',
    '90000000507',
    { phone: '37999990005', email: 'edivaldo@example.com' },
    [service(11007, 'fibra600', { allowsWorkOrder: false })],
  ),
  customer(
    1342,
    'FÁTIMA MODELO DA CONCEIÇÃO',
    '90000000680',
    { phone: '37999990006', email: 'fatima@example.com' },
    [service(11008, 'fibra300'), service(11009, 'fibra600'), service(11010, 'rural')],
  ),
  customer(1349, 'GERALDO ENSAIO', '90000000760', { phone: '37999990007' }, [
    service(11011, 'rural'),
  ]),
  customer(
    1356,
    'HELENA RASCUNHO',
    '90000000841',
    { phone: '37999990008', email: 'helena@example.com' },
    [service(11012, 'fibra300')],
  ),
  customer(
    1363,
    'IRACEMA PADRÃO',
    '90000000922',
    { phone: '37999990009', email: 'iracema@example.com' },
    [service(11013, 'fibra300', { state: 'cancelado' }), service(11014, 'fibra600')],
  ),
  // Q26: accents left in lower case inside a name
  customer(
    1370,
    'JOSé AMOSTRA DE DIVINóPOLIS',
    '90000001066',
    { phone: '37999990010', email: 'jose@example.com' },
    [service(11015, 'fibra300')],
  ),
  customer(
    1377,
    'KÁTIA PROVISÓRIA',
    '90000001147',
    { phone: '37999990011', email: 'katia@example.com' },
    [service(11016, 'cortesia')],
  ),
  customer(
    1384,
    'LOURIVAL SIMULADO',
    '90000001228',
    { phone: '3733330012', email: 'lourival@example.com' },
    [service(11017, 'fibra300')],
  ),
  customer(
    1391,
    'MARIA APARECIDA DOS EXEMPLOS E SILVA DE ALBUQUERQUE FIGUEIREDO',
    '90000001309',
    { phone: '37999990013', email: 'maria@example.com' },
    [service(11018, 'fibra600')],
  ),
  customer(
    1398,
    'NAIR HIPOTÉTICA',
    '90000001490',
    { phone: '37999990014', email: 'nair@example.com' },
    [service(11019, 'fibra300', { state: 'aguardando_instalacao' })],
  ),
  customer(
    1405,
    'ORLANDO INVENTADO',
    '90000001570',
    { phone: '37999990015', email: 'orlando@example.com' },
    [service(11020, 'fibra300'), service(11021, 'fibra300')],
  ),
  customer(
    1412,
    'PALOMA FANTASIA',
    '90000001651',
    { phone: '37999990016', email: 'paloma@example.com' },
    [service(11022, 'fibra600')],
  ),
  customer(1419, 'QUITÉRIA TESTE', '90000001732', { phone: '37999990017' }, [
    service(11023, 'rural'),
  ]),
  customer(
    1426,
    'RAIMUNDO ESBOÇO',
    '90000001813',
    { phone: '37999990018', email: 'raimundo@example.com' },
    [service(11024, 'fibra300')],
  ),
  customer(
    1433,
    'SEBASTIANA MAQUETE',
    '90000001902',
    { phone: '3733330019', email: 'sebastiana@example.com' },
    [service(11025, 'fibra300')],
  ),
  customer(
    1440,
    'TARCÍSIO PROTÓTIPO',
    '90000002038',
    { phone: '37999990020', email: 'tarcisio@example.com' },
    [service(11026, 'fibra600')],
  ),
  customer(
    1447,
    'UBIRAJARA SUPOSTO',
    '90000002119',
    { phone: '37999990021', email: 'ubirajara@example.com' },
    [service(11027, 'next1')],
  ),
  customer(
    1454,
    'VILMA FIGURADA',
    '90000002208',
    { phone: '37999990022', email: 'vilma@example.com', alerts: outageInTwoLines },
    [service(11028, 'fibra300')],
  ),
  customer(
    1461,
    'WALDEMAR DE MENTIRA',
    '90000002380',
    { phone: '37999990023', email: 'waldemar@example.com' },
    [service(11029, 'rural', { state: 'suspenso_debito' })],
  ),
  customer(
    1468,
    'XISTO PERSONAGEM',
    '90000002461',
    { phone: '37999990024', email: 'xisto@example.com' },
    [service(11030, 'fibra300')],
  ),
  customer(
    1475,
    'YARA IMAGINÁRIA',
    '90000002542',
    { phone: '37999990025', email: 'yara@example.com' },
    [service(11031, 'fibra300')],
  ),
  customer(
    1482,
    'ZULMIRA INEXISTENTE',
    '90000002623',
    { phone: '37999990026', email: 'zulmira@example.com' },
    [service(11032, 'fibra600')],
  ),
  customer(
    1489,
    'MERCADINHO AMOSTRA & FILHOS LTDA',
    '11222333000181',
    { phone: '3733330027', email: 'contato27@example.com' },
    [service(11033, 'empresa'), service(11034, 'fibra300')],
  ),
  customer(
    1496,
    'PADARIA FICTÍCIA LTDA',
    '90000000000184',
    { phone: '3733330028', email: 'contato28@example.com' },
    [service(11035, 'empresa')],
  ),
  // A CNPJ with letters, as given out since July 2026 (the tax office's own example).
  customer(
    1503,
    'COOPERATIVA DE EXEMPLOS S/A',
    '12ABC34501DE35',
    { phone: '3733330029', email: 'contato29@example.com' },
    [
      service(11036, 'empresa'),
      service(11037, 'empresa'),
      service(11038, 'empresa', { state: 'cancelado' }),
    ],
  ),
  // One name, one phone in the family, two customers.
  customer(1510, 'JOÃO DA SILVA EXEMPLO', '90000002704', { phone: '37999990030' }, [
    service(11039, 'fibra300'),
  ]),
  customer(
    1517,
    'JOÃO DA SILVA EXEMPLO',
    '90000002895',
    { phone: '37999990031', otherPhones: ['37999990030'], email: 'joao.filho@example.com' },
    [service(11040, 'fibra600', { state: 'suspenso_parcialmente' })],
  ),
  // What a page must show as it stands, and never run.
  customer(
    1524,
    '<b>BRUNO</b> <script>alert("1524")</script> D\'ASPAS & CIA',
    '90000002976',
    {
      phone: '37999990032',
      email: 'bruno@example.com',
      alerts: ['<img src=x onerror="alert(1524)"> Aviso de rede: <b>manutenção</b> às 23h'],
      tradeName: '<img src=x onerror="alert(1524)">',
    },
    [service(11041, 'markup')],
  ),
  // A mobile number as it was before all of them got a nine in front.
  customer(1531, 'NILZA SEM NONO DÍGITO', '90000003000', { phone: '3799990033' }, [
    service(11042, 'fibra300', { state: 'franquia_excedida' }),
    service(11043, 'rural', { state: 'inativo' }),
    service(11044, 'fibra600', { state: 'em_migracao_de_tecnologia' }),
  ]),
  customer(
    1538,
    'CONDOMÍNIO FICTÍCIO DAS AMOSTRAS',
    '90000000000265',
    {
      phone: '3733330034',
      email: 'sindico34@example.com',
      alerts: ['Manutenção programada na sexta, das 2h às 4h'],
      tradeName: 'RESIDENCIAL MAQUETE',
    },
    Array.from({ length: 50 }, (_, place) =>
      service(11100 + place, place % 7 === 6 ? 'empresa' : 'fibra300', {
        state: place % 10 === 9 ? 'suspenso_debito' : 'servico_habilitado',
      }),
    ),
  ),
  // Staff that types everything into one field leaves no way to be called.
  customer(1545, 'OLÍVIA SEM CONTATO (RECADO COM A VIZINHA)', '90000003190', { phone: '' }, [
    service(11045, 'rural'),
  ]),
  customer(1552, 'PEDRO QUE SE MUDOU', '90000003271', { phone: '37999990036', isActive: false }, [
    service(11046, 'fibra300', { state: 'inativo' }),
  ]),
]

const byService = new Map(
  customers.flatMap((customer) =>
    customer.servicos.map(
      (service) => [service.id_cliente_servico, { customer, service }] as const,
    ),
  ),
)

export function findService(id: number): { customer: Customer; service: Service } | undefined {
  return byService.get(id)
}

/** One service for each thing worth seeing in a demonstration. */
export const servicesToTry = [
  { id_cliente_servico: 11000, mostra: 'abre com ordem de serviço' },
  { id_cliente_servico: 11007, mostra: 'a ordem de serviço nunca é criada' },
  { id_cliente_servico: 11013, mostra: 'o HubSoft recusa: serviço cancelado' },
]
