import { fieldNames, messageName, type WireKey } from './fields.ts'

function tooLong(name: string, excess: number, limit: number): string {
  const characters = excess === 1 ? 'caractere' : 'caracteres'
  return `${name}: retire pelo menos ${excess.toLocaleString('pt-BR')} ${characters} (limite ${limit.toLocaleString('pt-BR')}).`
}

/** What blocks a send, by field. @see design A-9, B-1 to B-7 */
export const messages = {
  id_cliente_servico: {
    empty: 'Código do serviço: digite o número do serviço do cliente.',
    notDigits: 'Código do serviço: use só números. Exemplo: 11000.',
    outOfRange: 'Código do serviço: confira o número, ele está fora da faixa.',
    phoneOrCpf: 'Código do serviço: isto parece telefone ou CPF. Digite o número do serviço.',
    unknownToHubsoft: (serviceId: number) =>
      `Código do serviço: o HubSoft não reconhece o serviço ${serviceId}. Confira com o cliente.`,
  },
  nome: {
    empty: 'Nome do solicitante: digite o nome de quem está falando.',
    noLetter:
      'Nome do solicitante: falta o nome, só há números. Se for telefone, use o campo Telefone.',
    tooLong: (excess: number, limit: number) => tooLong(fieldNames.nome, excess, limit),
  },
  telefone: {
    empty: 'Telefone: digite o telefone com DDD.',
    noAreaCode: 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.',
    noNinthDigit: 'Telefone: celular tem 9 dígitos depois do DDD. Confira se falta o 9.',
    mobileWithoutNine: 'Telefone: confira o número; celular começa com 9 depois do DDD.',
    unknownAreaCode: (areaCode: string) =>
      `Telefone: o DDD ${areaCode} não existe. Confira com o cliente.`,
    tooManyDigits: 'Telefone: há dígitos demais. Digite só DDD e número.',
    nonGeographic: (prefix: string) =>
      `Telefone: ${prefix} não recebe retorno. Digite um número com DDD.`,
    foreign: 'Telefone: só números do Brasil. Anote o número de fora na Descrição.',
    several: 'Telefone: digite um número só. O segundo pode ir na Descrição.',
    letters: 'Telefone: retire letras; o ramal pode ir na Descrição.',
    symbols: 'Telefone: retire os símbolos. Exemplo: (37) 99911-2233.',
  },
  email: {
    malformed: 'E-mail: confira o endereço (exemplo: nome@provedor.com.br) ou deixe em branco.',
    several: 'E-mail: digite um endereço só.',
  },
  descricao: {
    empty: 'Descrição: escreva o que o cliente relatou.',
    tooLong: (excess: number, limit: number) => tooLong(fieldNames.descricao, excess, limit),
  },
  mensagem: {
    empty: `${messageName}: escreva o que acrescentar ao atendimento.`,
    tooLong: (excess: number, limit: number) => tooLong(messageName, excess, limit),
  },
  id_tipo_atendimento: {
    noId: 'Tipo de atendimento: envie o número de um dos tipos oferecidos.',
    notOffered: 'Tipo de atendimento: este tipo não é oferecido aqui. Escolha outro.',
    noneOffered:
      'Tipo de atendimento: aqui não se escolhe o tipo. Recarregue a página e envie de novo.',
    unknownToHubsoft:
      'Tipo de atendimento: o HubSoft não aceitou este tipo. Escolha outro, ou avise o responsável pelo sistema.',
  },
} as const

/** For a program that sends another JSON type. */
export const wrongType = (key: WireKey | 'mensagem', wanted: string) =>
  `${key === 'mensagem' ? messageName : fieldNames[key]}: envie ${wanted}.`

/** For a program that sends a key we don't have. */
export const unknownKey = (key: string) => `Campo desconhecido: retire “${key}”.`

/** Shown beside a field, blocking nothing. */
export const warnings = {
  repeatedDigits: 'Número repetitivo. Confira com o cliente.',
  inventedAddress: 'Parece um endereço inventado. Pode deixar em branco.',
  nameIsEmail: 'Parece um e-mail. Se for, use o campo E-mail.',
  nameHoldsNumber: 'Há um número comprido no nome. Se for telefone, use o campo Telefone.',
  nameIsAttendant: 'Este é o seu nome. Confira quem está falando.',
} as const

/** The button that takes a suggested service id. */
export const offerServiceId = (serviceId: string) => `Usar ${serviceId}?`

/** The button that takes a suggested mail domain. */
export const didYouMean = (domain: string) => `Você quis dizer ${domain}?`

/** What a description may hold by mistake: how the warning names it, what is left in its place. */
export const privateData = {
  cpf: { name: 'um CPF', removed: '[CPF removido]' },
  cnpj: { name: 'um CNPJ', removed: '[CNPJ removido]' },
  cartao: { name: 'um cartão', removed: '[cartão removido]' },
  senha: { name: 'uma senha', removed: '[senha removida]' },
} as const

/** @param words as they stand in the Descrição */
export const privacyWarning = (kind: keyof typeof privateData, words: string) =>
  `Parece ${privateData[kind].name}, “${words}”. Todos os técnicos leem.`
