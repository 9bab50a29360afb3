import { type Customer, customers } from '../customers.ts'
import type { EmulatorHandler } from '../handler.ts'
import { nothingFound } from '../nothing-found.ts'
import type { Permissions } from '../permissions.ts'
import type { Switches } from '../switches.ts'
import { permissionMissing, phpJson, refusal } from '../wire.ts'
import { asShape } from './customer-keys.ts'
import { type CustomerQuery, readCustomerQuery } from './customer-query.ts'

type Deps = { now: () => Date; permissions: () => Permissions; switches: () => Switches }

const invalidFields = 'Verifique os dados informados e tente novamente!'

/** `GET /api/v1/integracao/cliente`, for a request whose token is good. */
export function findCustomers({ now, permissions, switches }: Deps): EmulatorHandler {
  return async (c) => {
    if (!permissions().consult) return permissionMissing()

    const query = readCustomerQuery(c.req.query())
    if ('msg' in query) return phpJson({ status: 'error', msg: query.msg })
    if ('sentences' in query) return phpJson(refusal(invalidFields, query.sentences))

    const { none, customers: shape, documents } = switches()
    const found = customers.flatMap((one) => withServices(one, query)).filter(query.finds)
    if (found.length === 0 && none !== 'array') return nothingFound[none]('Cliente')
    const isInexact = documents === 'inexact' && query.busca === 'cpf_cnpj'
    const answered = isInexact ? [...stranger, ...found] : found
    return phpJson({
      status: 'success',
      msg: 'Dados consultados com sucesso',
      // No total: what the limit cuts off is silently missing (Q16).
      clientes: answered.slice(0, query.limit).map((one) => asShape[shape](one, query, now())),
    })
  }
}

/** Whom an inexact search by document finds as well (Q23). */
const stranger = customers.filter(({ nome_razaosocial }) => nome_razaosocial === 'XISTO PERSONAGEM')

/** With those services that were asked for; a customer of none of them isn't found (Q38). */
function withServices(customer: Customer, { wantsService }: CustomerQuery): Customer[] {
  const servicos = customer.servicos.filter(wantsService)
  return servicos.length > 0 ? [{ ...customer, servicos }] : []
}
