import type { Tema } from './messages.ts'

/** As the page around ours looks, whatever the system does; `sistema` leaves it to that again. */
export function showTheme(tema: Tema) {
  const { dataset } = document.documentElement
  if (tema === 'sistema') delete dataset.tema
  else dataset.tema = tema
}
