import { isValidCpf } from '@brazilian-utils/brazilian-utils/is-valid-cpf'
import { messages } from './messages.ts'
import { hasAreaCode, readPhone } from './phone.ts'
import type { Reading } from './reading.ts'
import { cleanLine } from './typed-text.ts'

const largest = 2_147_483_647 // our own bound; HubSoft documents none

const longestTyped = 500 // a line of a screen; searching a text of a whole body would take long

const thousands = /^\d{1,3}(?:\.\d{3})+$/

function isPhoneOrCpf(text: string): boolean {
  // Bare digits that aren't 11 may be a service id, also where they would make a landline.
  if (/^\d+$/.test(text)) return text.length === 11 && (hasAreaCode(text) || isValidCpf(text))
  return 'value' in readPhone(text) || isValidCpf(text.replace(/\p{Pd}/gu, '-'))
}

/** The service id inside text copied from a screen of HubSoft, if only one number stands there. */
function onlyServiceIdIn(text: string): string | undefined {
  const [number, another] = text.match(/\b(?:\d{1,3}(?:\.\d{3})+|\d+)\b/g) ?? []
  if (!number || another || !/\p{L}/u.test(text)) return undefined
  const reading = readServiceId(number)
  return 'value' in reading ? String(reading.value) : undefined
}

/**
 * Reads a service id: "11000", "11.000", "nº 11000". For pasted text such as
 * "Serviço 11000 - Bianca Couto" the fault comes with "11000" to offer.
 *
 * @returns an integer from 1 to 2147483647
 * @see design B-2
 */
export function readServiceId(typed: string): Reading<number> {
  const { empty, notDigits, outOfRange, phoneOrCpf } = messages.id_cliente_servico
  const text = cleanLine(typed)
  if (!text) return { fault: empty }
  if (text.length > longestTyped) return { fault: notDigits }

  // NFKC has made "nº" and "№" into "no".
  const written = text.replace(/^(?:#|n\.?[o°]\.?) ?/i, '')
  const digits = thousands.test(written) ? written.replaceAll('.', '') : written
  if (isPhoneOrCpf(digits)) return { fault: phoneOrCpf }

  if (!/^\d+$/.test(digits)) {
    const suggestion = onlyServiceIdIn(text)
    return suggestion ? { fault: notDigits, suggestion } : { fault: notDigits }
  }
  const serviceId = Number(digits)
  return serviceId >= 1 && serviceId <= largest ? { value: serviceId } : { fault: outOfRange }
}
