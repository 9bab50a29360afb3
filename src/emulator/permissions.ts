import * as z from 'zod/mini'

/** What the API account may do; a permission that is not named is granted. */
export const permissions = z.strictObject(
  {
    /** "Consultar cliente": the look-up, `cliente`. */
    consult: z._default(z.boolean('consult must be true or false.'), true),
    create: z._default(z.boolean('create must be true or false.'), true),
    /** Of a customer's tickets, `cliente/atendimento`. */
    list: z._default(z.boolean('list must be true or false.'), true),
    /** To add a message to a ticket. */
    message: z._default(z.boolean('message must be true or false.'), true),
    /**
     * 403 with `abrir_os: true`, before anything happens or when the ticket already stands
     * (hubsoft §9, E8).
     */
    openWorkOrder: z._default(
      z.enum(
        ['granted', 'refused', 'refused-after-storing'],
        'openWorkOrder must be "granted", "refused" or "refused-after-storing".',
      ),
      'granted',
    ),
  },
  'The permissions must be a JSON object.',
)

export type Permissions = z.infer<typeof permissions>
