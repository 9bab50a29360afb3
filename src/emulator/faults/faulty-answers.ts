import { wrongUser } from '../oauth.ts'
import {
  htmlPage,
  type Json,
  type JsonObject,
  permissionMissing,
  phpJson,
  refusal,
  textResponse,
  unauthenticated,
} from '../wire.ts'
import type { FaultRoute, RefusedFault, ReplacedFault, TurnedAwayFault } from './faults.ts'

const frames = [
  '#0 /var/www/api/vendor/laravel/framework/src/Illuminate/Database/Connection.php(629): Illuminate\\Database\\Connection->runQueryCallback()',
  '#1 /var/www/api/app/Http/Controllers/Integracao/AtendimentoController.php(214): App\\Servicos\\AbrirAtendimento->executar(Array)',
  '#2 {main}',
]
const sqlState =
  'SQLSTATE[40P01]: Deadlock detected: 7 ERROR: deadlock detected (SQL: insert into "atendimento" ("protocolo") values (?))'

/** What stands in for the true answer: a crash, or a proxy's page (E4, E5, E11, E12). */
export function replacedAnswer(fault: ReplacedFault): Response {
  switch (fault) {
    case 'html':
      return htmlPage('Sistema em manutenção')
    case 'empty':
      return textResponse('', 200, { 'content-type': 'application/json' })
    case 'stack-trace':
      return phpJson({ status: 'error', msg: [sqlState, 'Stack trace:', ...frames].join('\n') })
    case 'stack-trace-keys':
      return phpJson(uncaughtRefusal) // Q35: with HTTP 200
    case 'http-500':
      return htmlPage('500 Internal Server Error', 500)
    case 'http-502':
      return htmlPage('502 Bad Gateway', 502) // Q31
    case 'http-503':
      return htmlPage('503 Service Temporarily Unavailable', 503)
  }
}

const uncaughtRefusal: JsonObject = {
  status: 'error',
  msg: 'Não foi possível concluir a operação',
  code: 0,
  description: 'Trying to get property of non-object',
  line: 214,
  file: '/var/www/api/app/Http/Controllers/Integracao/AtendimentoController.php',
  hint: null,
  error_type: 'ErrorException',
  trace: frames,
}

/** Turned away at the door: nothing was stored (E6 to E9). */
export function turnedAwayAnswer(fault: TurnedAwayFault, route: FaultRoute): Response {
  switch (fault) {
    case 'unauthorized':
      return route === 'token' ? wrongUser() : unauthenticated()
    case 'forbidden':
      return permissionMissing()
    case 'too-many':
      return phpJson(
        {
          ...refusal('Limite de requisições excedido. Tente novamente em instantes.'),
          retry_after: 37,
        },
        429,
        { 'retry-after': '37' },
      )
  }
}

const invalidFields = 'Os dados fornecidos são inválidos'
const phoneMissing = 'O campo telefone é obrigatório.'

/** HubSoft says no, in each of the envelopes it is known to use (E1, E2, E3, E10). */
export function refusedAnswer(
  fault: RefusedFault,
  msg = 'O cliente possui pendências cadastrais e não permite abertura de atendimento.',
): Response {
  switch (fault) {
    case 'refused':
      return phpJson(refusal(msg))
    case 'refused-without-errors':
      return phpJson({ status: 'error', msg })
    case 'refused-errors-array':
      return phpJson(refusal(invalidFields, [phoneMissing]))
    case 'refused-errors-object':
      return phpJson({ status: 'error', msg: invalidFields, errors: laravelErrors })
    case 'validation-422':
      return phpJson({ message: 'The given data was invalid.', errors: laravelErrors }, 422)
  }
}

const laravelErrors: Json = {
  telefone: [phoneMissing],
  id_cliente_servico: ['O campo id cliente servico deve ser do tipo integer'],
}
