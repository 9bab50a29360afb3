import { plainLetters } from '../../../contract/compact.ts'
import { fieldNames, type WireKey, wireKeys } from '../../../contract/fields.ts'
import { messages } from '../../../contract/messages.ts'

/** As HubSoft calls it: by its key, nearly. */
const nameOf = (key: WireKey) =>
  key === 'email' ? 'e-?mail' : key.replace(/^id_/, '(id )?').replaceAll('_', ' ')

const isNamedIn = (said: string) => (key: WireKey) =>
  new RegExp(`\\bcampo ${nameOf(key)}\\b`).test(said)

/**
 * The wire key that HubSoft's sentences name, with what to do about it; undefined unless they name
 * exactly one. Names come with underscores or spaces (hubsoft §9.2).
 */
export function fieldsNamed(
  sentences: string[],
  serviceId: number,
): Record<string, string> | undefined {
  const said = plainLetters(sentences.join(' ')).replaceAll('_', ' ')
  const [key, another] = wireKeys.filter(isNamedIn(said))
  if (!key || another) return undefined
  return { [key]: notTaken(key, serviceId) }
}

function notTaken(key: WireKey, serviceId: number): string {
  switch (key) {
    case 'id_cliente_servico':
      return messages[key].unknownToHubsoft(serviceId)
    case 'id_tipo_atendimento':
      return messages[key].unknownToHubsoft
    default:
      return `${fieldNames[key]}: o HubSoft não aceitou este valor. Confira com o cliente.`
  }
}
