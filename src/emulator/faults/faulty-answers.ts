import { wrongUser } from '../oauth.ts'
import { suffix } from '../tickets/ticket-store.ts'
import {
  type Json,
  type JsonObject,
  noPermission,
  phpJson,
  refusal,
  textResponse,
  unauthenticated,
} from '../wire.ts'
import type { Exchange } from './fault.ts'

const pending = 'O cliente possui pendências cadastrais e não permite abertura de atendimento.'
const invalidFields = 'Os dados fornecidos são inválidos'
const phoneMissing = 'O campo telefone é obrigatório.'
const laravelErrors: Json = {
  telefone: [phoneMissing],
  id_cliente_servico: ['O campo id cliente servico deve ser do tipo integer'],
}
const frames = [
  '#0 /var/www/api/vendor/laravel/framework/src/Illuminate/Database/Connection.php(629): Illuminate\\Database\\Connection->runQueryCallback()',
  '#1 /var/www/api/app/Http/Controllers/Integracao/AtendimentoController.php(214): App\\Servicos\\AbrirAtendimento->executar(Array)',
  '#2 {main}',
]
const sqlState =
  'SQLSTATE[40P01]: Deadlock detected: 7 ERROR: deadlock detected (SQL: insert into "atendimento" ("protocolo") values (?))'
const controller = '/var/www/api/app/Http/Controllers/Integracao/AtendimentoController.php'

/** Another answer in place of the true one, which may have been stored all the same (E4, E5, E11, E12). */
export function instead<Order extends { stored: boolean }>(answer: (order: Order) => Response) {
  return async ({ carryOut }: Exchange, order: Order): Promise<Response> => {
    if (order.stored) await carryOut()
    return answer(order)
  }
}

export const emptyAnswer = () => textResponse('', 200, { 'content-type': 'application/json' })

export const stackTrace = () =>
  phpJson({ status: 'error', msg: [sqlState, 'Stack trace:', ...frames].join('\n') })

/** Q35: with HTTP 200. */
export const uncaughtRefusal = () =>
  phpJson({
    status: 'error',
    msg: 'Não foi possível concluir a operação',
    code: 0,
    description: 'Trying to get property of non-object',
    line: 214,
    file: controller,
    hint: null,
    error_type: 'ErrorException',
    trace: frames,
  })

const thrown = (description: string): JsonObject => ({
  code: 0,
  description,
  line: 131,
  file: controller,
  trace: frames,
})

/** A refusal that the program throws and the framework prints: its words are meant to be read (hubsoft §16). */
export const thrownRefusal = (msg = pending) => phpJson({ status: 'error', msg, ...thrown(msg) })

/** A missing permission in the same form. */
export const thrownPermission = () =>
  phpJson({ status: 'error', msg: noPermission, ...thrown(noPermission) }, 403)

/** Turned away at the door: nothing was stored (E6). */
export const unknownToken = ({ route }: Exchange) =>
  route === 'token' ? wrongUser() : unauthenticated()

/** HubSoft says no, in each of the envelopes it is known to use (E1, E2, E3, E10, hubsoft §16). */
export const refusedWithErrors = (msg = pending) => phpJson(refusal(msg))
export const refusedBare = (msg = pending) => phpJson({ status: 'error', msg })
export const refusedAsErro = (msg = pending) => phpJson({ status: 'erro', msg, errors: [] })
export const refusedFields = () => phpJson(refusal(invalidFields, [phoneMissing]))
export const refusedFieldsByName = () =>
  phpJson({ status: 'error', msg: invalidFields, errors: laravelErrors })
export const invalidByStatus = () =>
  phpJson({ message: 'The given data was invalid.', errors: laravelErrors }, 422)

/** What looks like a crash is the tenant's name of a plan. */
export const refusedQuotingPlan = () =>
  phpJson(refusal('O plano "STREAM ERROR NULL 500M" não permite abertura de atendimento.'))

/** A good answer about somebody else's message in another ticket. */
export const anotherMessage = (protocolo: string): JsonObject => ({
  status: 'success',
  msg: 'Mensagem Adicionada com sucesso',
  atendimento_mensagem: {
    id_atendimento: 4711,
    id_usuario: 9,
    mensagem: 'Cliente pediu visita à tarde',
    id_atendimento_mensagem: 69_999,
    atendimento: { id_atendimento: 4711, protocolo, nome_contato: 'QUITÉRIA TESTE' },
  },
})

/** A good answer about a ticket that somebody else opened, by hand or by the API. */
export function anotherTicket(protocolo: string, byApi = false): JsonObject {
  const atendimento: JsonObject = {
    id_atendimento: 4711,
    protocolo,
    descricao_abertura: `Mudança de endereço${byApi ? suffix : ''}`,
    descricao_fechamento: null,
    tipo_atendimento: 'MUDANÇA DE ENDEREÇO',
    usuario_abertura: 'Atendente Exemplo',
    usuario_responsavel: 'Atendente Exemplo',
    usuario_fechamento: null,
    data_cadastro: '16/11/2018',
    data_fechamento: null,
    setor_responsavel: null,
    status_fechamento: null,
    motivo_fechamento: null,
    status: 'Aguardando Análise',
    cliente: {
      codigo_cliente: 1419,
      nome_razaosocial: 'QUITÉRIA TESTE',
      cpf_cnpj: '90000001732',
    },
    ordens_servico: [],
  }
  const msg = `Atendimento aberto com sucesso. Anote o protocolo: ${protocolo}.`
  return { status: 'success', msg, atendimento }
}
