import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ListedAttendant } from './attendants-file.ts'

// 16 random bytes and 32 of signature, in base64url.
const form = /^([\w-]{22})([\w-]{43})$/
// Attendants share computers.
const mostKept = 5

/**
 * What a browser keeps of who has signed in there, so that the tries of strangers can't lock them out
 * (OWASP, "device cookies"). We keep nothing: it is signed with the password's own hash, and so a new
 * password ends it.
 */
export function addMark(marks: string[], attendant: ListedAttendant): string[] {
  const own = findMark(marks, attendant)
  const nonce = randomBytes(16).toString('base64url')
  const others = marks.filter((one) => form.test(one) && one !== own)
  return [nonce + signatureOf(nonce, attendant), ...others].slice(0, mostKept)
}

/** The one of them that this attendant was given; undefined where they are a stranger. */
export function findMark(marks: string[], attendant: ListedAttendant): string | undefined {
  return marks.slice(0, mostKept).find((mark) => {
    const [, nonce, signature] = form.exec(mark) ?? []
    if (nonce === undefined || signature === undefined) return false
    const own = signatureOf(nonce, attendant)
    return timingSafeEqual(Buffer.from(signature), Buffer.from(own))
  })
}

function signatureOf(nonce: string, { usuario, senha }: ListedAttendant): string {
  return createHmac('sha256', senha).update(`browser ${nonce} ${usuario}`).digest('base64url')
}
