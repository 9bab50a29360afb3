/** How an attendant is known (design §7): `local` signs in on the page. */
export const modos = ['demo', 'local', 'proxy'] as const
