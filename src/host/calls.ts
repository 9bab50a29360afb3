import { fieldNames, isCallKey, isWireKey, type WireKey } from '../contract/fields.ts'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import type { Call, CallValues, Ignored } from './call.ts'

/** The form on the screen; what is done to it from here. */
export type FormOnScreen = {
  fillIn: (values: CallValues, origin: Call['origin']) => { applied: WireKey[] }
  isBusy: boolean
  isTyped: () => boolean
  empty: () => void
  focus: (name?: WireKey) => void
}

/** A call, and what of it stands in the form. */
export type CallBrought = { chamada: string | undefined; brought: CallValues }

/** The page, as far as a call has to do with it. */
export type CallPage = {
  /** `sending`: nobody knows yet what becomes of a send, or whether a ticket is open. */
  place: () => 'form' | 'sending' | 'elsewhere'
  /** Null while there is none that could be filled in. */
  form: () => FormOnScreen | null
  /** The call that the text in hand is about, or the ticket on the screen. */
  chamada: () => string | undefined
  /** The text in hand is what the tab was loaded anew with, and may be another call's. */
  isRestored: () => boolean
  /** Another form, an empty one, in place of whatever is on the screen; no text is lost by that. */
  startAnew: () => void
  /** What the form holds is about this call, which brought that along; null: about none. */
  setAbout: (call: CallBrought | null) => void
}

export type Filled = { id: string; aplicados: string[]; ignorados: Ignored[] }

/** What is said of calls above the form. */
export type CallNews = {
  /** Of the call last filled in. */
  said: string
  /** One that waits for a person to begin it. */
  waiting: Call | null
}

type Deps = {
  page: CallPage
  answer: (filled: Filled) => void
  onNews: (news: CallNews) => void
}

type Desk = Deps & {
  news: () => CallNews
  tell: (part: Partial<CallNews>) => void
}

const mostHeld = 20

/** Calls as they come: each is filled in, waits, or is turned away, and is never mixed with another's text. */
export function createCalls(deps: Deps) {
  const { page, onNews } = deps
  let news: CallNews = { said: '', waiting: null }
  const tell = (part: Partial<CallNews>) => {
    news = { ...news, ...part }
    onNews(news)
  }
  const desk: Desk = { ...deps, news: () => news, tell }
  /** For a form that isn't on the screen yet: any, or any but the one before. */
  let held: Call[] = []
  let formBefore: FormOnScreen | null = null
  const hold = (call: Call) => {
    held = [...held, call].slice(-mostHeld)
  }

  function startWith(call: Call) {
    hold(call)
    formBefore = page.form()
    page.startAnew()
  }

  function take(call: Call) {
    const [place, form, chamada] = [page.place(), page.form(), page.chamada()]
    const isSame = call.chamada !== undefined && call.chamada === chamada
    if (place === 'sending' || form?.isBusy) return turnAway(desk, call, 'enviando')
    if (place === 'elsewhere') {
      return isSame ? turnAway(desk, call, 'ja-aberta') : letWait(desk, call)
    }
    // What the tab was loaded with is put aside only once it is known to be this attendant's, and so shown.
    if (!form) return hold(call)
    if (page.isRestored() && !isSame) return startWith(call)
    if (held.length > 0) return hold(call)
    const isAnother = call.chamada !== undefined && chamada !== undefined && !isSame
    if (isAnother && form.isTyped()) return letWait(desk, call)
    if (isAnother) form.empty()
    fillIn(desk, form, call)
  }

  return {
    take,
    /** A person goes on to the call that waits. */
    begin() {
      const { waiting } = news
      if (!waiting) return
      tell({ waiting: null })
      startWith({ ...waiting, ignored: [] })
    },
    /** Another form is on the screen, or none. */
    onForm() {
      const form = page.form()
      if (held.length === 0 || !form || form === formBefore) return
      const calls = held
      held = []
      formBefore = null
      for (const call of calls) take(call)
    },
    empty(id: string, chamada: string | undefined) {
      held = held.filter((call) => !isMeant(call, chamada))
      empty(desk, id, chamada)
    },
    /** The customer of the text in hand, or of the ticket on the screen, has hung up. */
    end(chamada: string, said: string) {
      if (chamada === page.chamada()) tell({ said })
    },
    /** Whoever they came to has left. */
    drop() {
      held = []
      tell({ said: '', waiting: null })
    },
    /** What was said is about what is no longer on the screen. */
    forget() {
      if (news.said) tell({ said: '' })
    },
  }
}

export type Calls = ReturnType<typeof createCalls>

function reply({ answer }: Desk, { id, values, ignored }: Call, applied: string[], motivo: string) {
  if (id === undefined) return
  const others = Object.keys(values).filter((name) => !applied.includes(name))
  const ignorados = [...ignored, ...others.map((campo) => ({ campo, motivo }))]
  answer({ id, aplicados: applied, ignorados })
}

function turnAway(desk: Desk, call: Call, motivo: string) {
  reply(desk, call, [], motivo)
  if (call.origin.rank === 'address') desk.tell({ said: linkUnused })
}

function letWait(desk: Desk, call: Call) {
  reply(desk, call, [], 'nova-ligacao')
  desk.tell({ said: '', waiting: call })
}

function fillIn(desk: Desk, form: FormOnScreen, call: Call) {
  const focused = document.activeElement?.getAttribute('name')
  const { applied } = form.fillIn(call.values, call.origin)
  const kept = applied.filter(isCallKey).map((name) => [name, call.values[name]] as const)
  const brought = Object.fromEntries(kept)
  desk.page.setAbout({ chamada: call.chamada, brought })
  reply(desk, call, applied, 'em-edicao')
  desk.tell({ said: sayFilled(call, applied.length), waiting: null })
  // It had the focus since it was empty.
  if (applied.some((name) => name === focused) && mayTakeFocus()) form.focus()
}

const isMeant = (call: Call, chamada: string | undefined) =>
  chamada === undefined || call.chamada === chamada

function empty({ page, answer, news, tell }: Desk, id: string, chamada: string | undefined) {
  const { waiting } = news()
  if (waiting && isMeant(waiting, chamada)) tell({ waiting: null })
  const motivo = whyNotEmpty(page, chamada)
  if (motivo) return answer({ id, aplicados: [], ignorados: [{ campo: '*', motivo }] })
  page.form()?.empty()
  page.setAbout(null)
  tell({ said: '' })
  answer({ id, aplicados: [], ignorados: [] })
}

/** Why the form can't be emptied; null where it can, or there is none. */
function whyNotEmpty(page: CallPage, chamada: string | undefined): string | null {
  const form = page.form()
  if (page.place() === 'sending' || form?.isBusy) return 'enviando'
  if (!form) return null
  if (chamada !== undefined && chamada !== page.chamada()) return 'outra-ligacao'
  return form.isTyped() ? 'em-edicao' : null
}

const linkUnused = 'O link não foi usado: há um envio em andamento. Abra o link de novo depois.'

const motivos: Record<string, string> = { repetido: 'veio duas vezes', formato: 'não consegui ler' }

/** "PABX preencheu 3 campos. Deixei de fora: Telefone (veio duas vezes)." */
function sayFilled({ origin, values, ignored }: Call, filled: number): string {
  const who = origin.rank === 'address' ? 'O link' : origin.label
  const offered = Object.keys(values).length - filled
  const left = ignored.flatMap(({ campo, motivo }) =>
    isWireKey(campo) ? `${fieldNames[campo]} (${motivos[motivo] ?? motivo})` : [],
  )
  return [
    filled > 0 && `${who} preencheu ${countFields(filled)}.`,
    offered > 0 &&
      `O que veio para ${countFields(offered)} já com texto é oferecido embaixo, e nada mudou ali.`,
    left.length > 0 && `Deixei de fora: ${left.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

const countFields = (count: number) => (count === 1 ? '1 campo' : `${count} campos`)
