import * as z from 'zod/mini'

/** A call, as the phone system around the page names it: letters that a header carries as they are. */
export const chamada = z.string().check(z.maxLength(64), z.regex(/^[\x21-\x7e]+$/))
