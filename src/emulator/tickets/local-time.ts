/** Fixed: the tenants' time zone has had no summer time since 2019 (hubsoft §10). */
const offsetMs = -3 * 60 * 60 * 1000

/** "20181116105821": the first 14 digits of a protocol. */
export function formatStamp(at: Date): string {
  return localIso(at).replace(/\D/g, '').slice(0, 14)
}

/** "16/11/2018", as in a ticket. */
export function formatDate(at: Date): string {
  return localIso(at).slice(0, 10).split('-').reverse().join('/')
}

/** "16/11/2018 10:58:21", as in a work order. */
export function formatDateTime(at: Date): string {
  return `${formatDate(at)} ${localIso(at).slice(11, 19)}`
}

/** "2018-11-16 10:58:21", as in a customer. */
export function formatSortable(at: Date): string {
  return localIso(at).slice(0, 19).replace('T', ' ')
}

export function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 60 * 60 * 1000)
}

function localIso(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString()
}
