import { expect, test } from 'vitest'
import type { Draft } from '#src/atendimento/send/draft.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import { textOf } from '#src/atendimento/send/posted.ts'
import { emptyTicket } from '#src/contract/fields.ts'
import { enviado as withoutEmail } from '../outcomes.ts'
import { createStore } from './tab-store.ts'

const prefix = 'novo-atendimento:envio:'
const typed = { ...emptyTicket, id_cliente_servico: '11.000', nome: 'Bianca Couto', abrir_os: true }
const other = { ...typed, nome: 'Zé' }
const ana = { usuario: 'ana', nome: 'Ana Souza' }
const bia = { usuario: 'bia', nome: 'Bia Lima' }
const sentAt = new Date('2026-11-24T13:58:00.123Z')

const enviado = { ...withoutEmail, email: 'bia@x.com.br' }

type OpenStore = Parameters<typeof createDrafts>[0]['openStore']

/** The drafts of a tab, which `reload` reads anew from its storage; with Ana here, unless told `null`. */
function openTab(openStore: OpenStore = createTabStore(), owner: typeof ana | null = ana) {
  let keys = 0
  let minutes = 0
  const newKey = () => {
    keys += 1
    return `k${keys}`
  }
  const now = () => {
    minutes += 1
    return new Date(sentAt.getTime() + (minutes - 1) * 60_000)
  }
  const holdKey = async () => true
  const drafts = createDrafts({ openStore, newKey, now, holdKey })
  if (owner) drafts.handTo(owner)
  return {
    drafts,
    /** Types at `/` and sends it. Returns its key. */
    send(text = typed) {
      const { formId } = drafts.home(null)
      drafts.type(formId, text)
      return drafts.send(drafts.home(null), text, false)
    },
    reload: () => createDrafts({ openStore, newKey: () => `anew ${newKey()}`, now, holdKey }),
  }
}

function createTabStore() {
  const store = createStore()
  return () => store
}

test('what is typed at `/` is there when one comes back to it, and told to nobody but at its first letter', () => {
  const { drafts } = openTab()
  let told = 0
  drafts.subscribe(() => {
    told += 1
  })
  const { formId, chave } = drafts.home(null)

  drafts.type(formId, { ...emptyTicket, nome: 'B' })
  drafts.type(formId, typed)

  expect(drafts.home(null)).toMatchObject({ formId, chave, typed, sent: null })
  expect(drafts.texts()).toEqual([typed])
  expect(told).toBe(1)
})

test('letters are written down when they are to be, and found by the tab that is loaded anew, with their key', () => {
  const { drafts, reload } = openTab()
  const { formId, chave } = drafts.home(null)
  let letters = 0
  drafts.whenRetyped(() => {
    letters += 1
  })
  drafts.type(formId, { ...emptyTicket, nome: 'B' })
  drafts.type(formId, typed)
  expect(reload().texts()).toEqual([{ ...emptyTicket, nome: 'B' }])

  expect(drafts.save()).toBe(true)

  expect(letters).toBe(1)
  expect(reload().home(null)).toMatchObject({ chave, typed, sent: null })
  expect(reload().home(null).restoredFrom).toEqual(drafts.home(null).typedAt)
})

test('an empty text is no draft: nothing of it is kept', () => {
  const store = createStore()
  const { drafts } = openTab(() => store)
  const { formId } = drafts.home(null)
  drafts.type(formId, typed)

  drafts.type(formId, emptyTicket)

  expect([...store.texts]).toEqual([])
  expect(drafts.hasText()).toBe(false)
})

test('what was refused and is being mended is found where it was, told apart from what was sent', () => {
  const { drafts, send, reload } = openTab()
  const chave = send()
  drafts.settle(chave, 'mendable')
  drafts.type(drafts.home(null).formId, other)
  drafts.save()

  expect(reload().of(chave)).toMatchObject({ typed: other, sent: { typed, standing: 'mendable' } })
  expect(reload().home(null).typed).toEqual(emptyTicket)
})

const halfADayMs = 12 * 60 * 60 * 1000

test.each([
  ['as old as half a day', -halfADayMs, true],
  ['older than that', -halfADayMs - 1, false],
  ['of tomorrow, by a clock that was set back,', halfADayMs + 1, false],
])('a text %s in a tab loaded anew: found %s', (_name, ageMs, isFound) => {
  const at = new Date(sentAt.getTime() + ageMs).toISOString()
  const store = createStore({ [`${prefix}k0`]: writtenText(typed, at) })
  const { drafts } = openTab(() => store, null)

  expect(drafts.texts()).toEqual(isFound ? [typed] : [])
  expect(store.texts.size).toBe(Number(isFound))
})

test('a text that waited for its writer for longer than half a day, in a page loaded before, is gone', () => {
  const at = new Date(sentAt.getTime() - halfADayMs).toISOString()
  const store = createStore({ [`${prefix}k0`]: writtenText(typed, at) })
  const { drafts } = openTab(() => store, null)
  expect(drafts.texts()).toEqual([typed])
  drafts.home(null)

  expect(drafts.handTo(ana)).toEqual({ isAnother: false, formerName: null })

  expect(drafts.texts()).toEqual([])
  expect(drafts.home(null).typed).toEqual(emptyTicket)
  expect(store.texts.size).toBe(0)
})

test('a text that somebody goes on writing for longer than that is never taken from them', () => {
  let hours = 0
  const store = createStore()
  const drafts = createDrafts({
    openStore: () => store,
    newKey: () => 'k',
    now: () => new Date(sentAt.getTime() + hours * 60 * 60_000),
    holdKey: async () => true,
  })
  drafts.handTo(ana)
  drafts.type(drafts.home(null).formId, typed)
  hours = 13

  drafts.save()
  drafts.handTo(ana)

  expect(drafts.home(null).typed).toEqual(typed)
})

test('let go of, a text that the tab was loaded with can be had back until something is written in its place', () => {
  const tab = openTab()
  tab.drafts.type(tab.drafts.home(null).formId, typed)
  tab.drafts.save()
  const drafts = tab.reload()
  drafts.handTo(ana)
  const before = drafts.home(null)

  drafts.discard(before.formId)

  const empty = drafts.home(null)
  expect(empty).toMatchObject({ chave: before.chave, typed: emptyTicket })
  expect(empty.formId).not.toBe(before.formId)
  expect(drafts.isDiscardedFor(empty.formId)).toBe(true)
  expect(tab.reload().texts()).toEqual([])
  drafts.undoDiscard()
  const again = drafts.home(null)
  expect(again).toEqual({ ...before, formId: again.formId })
  expect(drafts.all()).toHaveLength(1)

  drafts.discard(again.formId)
  const { formId } = drafts.home(null)
  drafts.type(formId, other)
  expect(drafts.isDiscardedFor(formId)).toBe(false)
})

test('what was sent is found again as typed by the tab that is loaded anew', () => {
  const { drafts, send, reload } = openTab()
  const chave = send()

  expect(reload().of(chave)).toMatchObject({
    chave,
    typed,
    sent: { typed, sentAt: drafts.of(chave)?.sent?.sentAt, standing: 'open' },
  })
})

test('a key that was never sent is nobody’s, unless the gateway knows of it', () => {
  const { drafts } = openTab()
  expect(drafts.of('k0')).toBeNull()
  const reopened = drafts.of('k0', textOf(enviado))

  expect(reopened?.typed).toEqual({
    ...emptyTicket,
    ...enviado,
    id_cliente_servico: '11000',
    telefone: '(37) 99911-2233',
  })
  expect(drafts.of('k0', textOf(enviado))).toBe(reopened)
  drafts.type(reopened?.formId ?? '', typed)
  expect(drafts.of('k0', textOf(enviado))).toMatchObject({
    formId: reopened?.formId,
    typed,
    sent: { typed: reopened?.typed, standing: 'open' },
  })
})

test('what the gateway had, sent with a new key, leaves its own address another form with its own text', () => {
  const { drafts } = openTab()
  const refused = drafts.of('k0', textOf(enviado))
  if (!refused) throw new Error('nothing to be mended')
  drafts.type(refused.formId, typed)

  const chave = drafts.send(refused, typed, true)

  const again = drafts.of('k0', textOf(enviado))
  expect(again?.formId).not.toBe(refused.formId)
  drafts.type(again?.formId ?? '', other)
  expect([drafts.of('k0')?.typed, drafts.of(chave)?.typed]).toEqual([other, typed])
})

test('once it is sent, `/` is another form with another key, lest the same text be sent twice', () => {
  const { drafts, send } = openTab()
  const before = drafts.home(null)
  const chave = send()

  const after = drafts.home(null)

  expect(after.typed).toEqual(emptyTicket)
  expect(after.chave).not.toBe(chave)
  expect(after.formId).not.toBe(before.formId)
  expect(drafts.of(chave)?.formId).toBe(before.formId)
})

test.each(['mendable', 'turned-away'] as const)('a text seen as %s is that of `/`', (standing) => {
  const { drafts, send } = openTab()
  const chave = send()

  drafts.settle(chave, standing)

  expect(drafts.home(null)).toMatchObject({ chave, typed, sent: { standing } })
})

test('a ticket leaves nothing, in no form and in no storage', () => {
  const store = createStore()
  const { drafts, send } = openTab(() => store)
  const chave = send()

  drafts.settle(chave, 'ticket')

  expect(drafts.of(chave)).toBeNull()
  expect(drafts.home(null).typed).toEqual(emptyTicket)
  expect([...store.texts]).toEqual([])
  expect(drafts.hasText()).toBe(false)
})

test('sent again with a new key, the spent one is forgotten and the form stays', () => {
  const { drafts, send, reload } = openTab()
  const first = send()
  drafts.settle(first, 'mendable')

  const second = drafts.send(drafts.home(null), other, true)

  expect(second).not.toBe(first)
  expect(drafts.all()).toHaveLength(1)
  expect(drafts.of(second)).toMatchObject({ typed: other, sent: { typed: other } })
  expect(reload().of(first)).toBeNull()
})

test('turned away under a spent key, the text waits under a new one', () => {
  const { drafts, send, reload } = openTab()
  const chave = send()

  const next = drafts.turnAway(chave, true)

  expect(next).not.toBe(chave)
  expect(drafts.isHome(next)).toBe(true)
  expect(drafts.home(null)).toMatchObject({ chave: next, typed, sent: { standing: 'turned-away' } })
  expect(reload().of(chave)).toBeNull()
  expect(
    reload()
      .sent('turned-away')
      .map((sent) => sent.chave),
  ).toEqual([next])
})

test('loaded anew, the last text that never got through is that of `/`, but for the one on the screen', () => {
  const { drafts, send, reload } = openTab()
  const first = send()
  const second = send(other)
  drafts.settle(first, 'turned-away')
  drafts.settle(second, 'turned-away')

  expect(reload().home(null).chave).toBe(second)
  const shown = reload()
  expect(shown.home(second).chave).toBe(first)
  expect(shown.home(null).chave).toBe(first)
})

test('what was sent is listed oldest first, by what has become of it', () => {
  const { drafts, send } = openTab()
  const [first, second, third] = [send(), send(), send()]

  drafts.settle(second, 'mendable')

  expect(drafts.sent('open').map(({ chave }) => chave)).toEqual([first, third])
  expect(drafts.sent('mendable').map(({ chave }) => chave)).toEqual([second])
})

test('what the gateway says of its being sent is remembered, and so is that it says nothing', () => {
  const { drafts, send, reload } = openTab()
  const chave = send()

  drafts.hear(chave, true)
  drafts.hear(chave, undefined)

  expect(reload().of(chave)?.sent?.wasHeard).toBe(true)
  drafts.hear(chave, false)
  expect(reload().of(chave)?.sent?.wasHeard).toBe(false)
})

test('sent once more it is under way; taken back, it stands as it stood', () => {
  const store = createStore()
  const { drafts, send } = openTab(() => store)
  const chave = send()
  const [before, kept] = [drafts.of(chave), [...store.texts]]

  const takeBack = drafts.resend(chave, typed)
  expect(drafts.of(chave)?.sent).toMatchObject({ standing: 'open', wasHeard: true })
  expect(drafts.of(chave)?.sent?.sentAt).not.toEqual(before?.sent?.sentAt)
  takeBack()

  expect(drafts.of(chave)).toEqual(before)
  expect([...store.texts]).toEqual(kept)
  drafts.resend('k0', other)()
  expect(drafts.of('k0')).toBeNull()
})

test('filled in from elsewhere, the text of `/` keeps its words and its key, in a new form that shows them', () => {
  const { drafts } = openTab()
  const before = drafts.home(null)
  drafts.type(before.formId, { ...emptyTicket, nome: 'Bianca' })

  drafts.fill({ id_cliente_servico: '11002' })

  const after = drafts.home(null)
  expect(after).toMatchObject({
    chave: before.chave,
    typed: { ...emptyTicket, nome: 'Bianca', id_cliente_servico: '11002' },
  })
  expect(after.formId).not.toBe(before.formId)
  expect(drafts.all()).toEqual([after])
})

test('filled in while a send is under way, it is the next text', () => {
  const { drafts, send } = openTab()
  const chave = send()

  drafts.fill({ id_cliente_servico: '11002' })

  expect(drafts.of(chave)?.typed).toEqual(typed)
  expect(drafts.home(null).typed).toEqual({ ...emptyTicket, id_cliente_servico: '11002' })
})

test('cleared, the form stays and is that of `/`', () => {
  const store = createStore()
  const { drafts, send } = openTab(() => store)
  const chave = send()
  drafts.settle(chave, 'turned-away')
  const draft = drafts.home(chave)

  drafts.clear(draft, typed)

  expect(drafts.home(null)).toMatchObject({ formId: draft.formId, typed: emptyTicket, sent: null })
  expect(drafts.isOtherCleared()).toBe(false)
  expect([...store.texts]).toEqual([])
})

/** A text that was refused, and another one that is being written at `/`. */
function openTwoTexts(): ReturnType<typeof openTab> & { refused: Draft } {
  const tab = openTab()
  const chave = tab.send()
  tab.drafts.type(tab.drafts.home(null).formId, other)
  tab.drafts.settle(chave, 'mendable')
  const refused = tab.drafts.of(chave)
  if (!refused) throw new Error('nothing was refused')
  return { ...tab, refused }
}

test('cleared beside another text, that one stays, and the cleared one can be had back as it was', () => {
  const { drafts, refused } = openTwoTexts()
  const mended = { ...typed, descricao: 'Luz vermelha.' }

  drafts.clear(refused, mended)

  expect(drafts.home(null).typed).toEqual(other)
  expect(drafts.isOtherCleared()).toBe(true)
  expect(drafts.texts()).toEqual([other])
  expect(drafts.undoClear()).toBe(refused.chave)
  expect(drafts.isOtherCleared()).toBe(false)
  expect(drafts.of(refused.chave)).toMatchObject({ typed: mended, sent: { standing: 'mendable' } })
  expect(drafts.undoClear()).toBeNull()
})

test('had back after its send was opened anew with another text, each has a key of its own', () => {
  const { drafts, refused } = openTwoTexts()
  drafts.clear(refused, typed)
  drafts.resend(refused.chave, other)

  const chave = drafts.undoClear() ?? ''

  expect(chave).not.toBe(refused.chave)
  expect([drafts.of(chave)?.typed, drafts.of(refused.chave)?.typed]).toEqual([typed, other])
})

test('what was cleared is let go once anything is sent', () => {
  const { drafts, send, refused } = openTwoTexts()
  drafts.clear(refused, typed)

  send()

  expect(drafts.isOtherCleared()).toBe(false)
})

test('another attendant finds nothing of the former’s, and is told whose text went', () => {
  const store = createStore({ 'outra-coisa': '{}' })
  const { drafts, send, reload } = openTab(() => store)
  drafts.settle(send(), 'turned-away')
  drafts.type(drafts.home(null).formId, other)

  for (const tab of [reload(), drafts]) {
    expect(tab.isOwned()).toBe(true)
    expect(tab.handTo(bia)).toEqual({ isAnother: true, formerName: 'Ana Souza' })
    expect(tab.all()).toEqual([])
    expect(tab.home(null).typed).toEqual(emptyTicket)
    expect(tab.isTouched()).toBe(false)
  }

  expect([...store.texts.keys()]).toEqual(['outra-coisa'])
})

test('what comes back late of the former’s brings nothing of theirs back', () => {
  const store = createStore()
  const { drafts, send } = openTab(() => store)
  const takeBack = drafts.resend(send(), typed)
  const draft = drafts.home(null)
  drafts.handTo(bia)

  takeBack()
  drafts.type(draft.formId, typed)
  drafts.discard(draft.formId)
  drafts.save()

  expect(drafts.all()).toEqual([])
  expect([...store.texts]).toEqual([])
})

test('nothing typed, another attendant is another all the same, and no text went', () => {
  const { drafts } = openTab()

  expect(drafts.handTo(bia)).toEqual({ isAnother: true, formerName: null })
})

test('in a tab loaded anew a send under way is no draft: it goes without a word, its owner finds it on the server', () => {
  const { send, reload } = openTab()
  send()
  const tab = reload()

  expect(tab.handTo(bia)).toEqual({ isAnother: false, formerName: null })

  expect(tab.hasText()).toBe(false)
})

test('handed to its owner again, the tab loses nothing', () => {
  const { drafts, send, reload } = openTab()
  drafts.settle(send(), 'turned-away')

  for (const tab of [drafts, reload()]) {
    expect(tab.handTo(ana)).toEqual({ isAnother: false, formerName: null })
    expect(tab.home(null)).toMatchObject({ typed })
  }

  expect(reload().handTo(bia)).toEqual({ isAnother: true, formerName: 'Ana Souza' })
})

test('what is written before it is known by whom lies in memory alone, until the first one who is here has it', () => {
  const store = createStore()
  const { drafts, send, reload } = openTab(() => store, null)
  drafts.settle(send(), 'turned-away')
  drafts.type(drafts.home(null).formId, other)

  expect(drafts.save()).toBe(false)
  expect(drafts.isOwned()).toBe(false)
  expect([...store.texts]).toEqual([])
  expect(drafts.handTo(ana)).toEqual({ isAnother: false, formerName: null })

  expect(reload().isOwned()).toBe(true)
  expect(reload().texts()).toEqual([other])
})

test('emptied, nothing is left in the tab, not even what can’t be read, and it is nobody’s', () => {
  const store = createStore({ 'outra-coisa': '{}' })
  const { drafts, send } = openTab(() => store)
  store.setItem(`${prefix}k0`, '{"typed":{"nome":"Bi')
  expect(drafts.hasText()).toBe(false)
  send()
  expect(drafts.hasText()).toBe(true)

  drafts.empty()

  expect(drafts.hasText()).toBe(false)
  expect([...store.texts.keys()]).toEqual(['outra-coisa'])
  expect(drafts.handTo(bia)).toEqual({ isAnother: false, formerName: null })
})

const keptText = (fields: object, owner?: object) =>
  JSON.stringify({ typed: fields, sentAt, standing: 'open', owner })
const writtenText = (fields: object, at: unknown) =>
  JSON.stringify({ owner: ana, written: { typed: fields, at } })

test('a text that was kept before a field came is kept, with that field empty', () => {
  const { email: _, ...older } = typed
  const store = createStore({ [`${prefix}k0`]: keptText(older, ana) })
  const { drafts } = openTab(() => store)

  expect(drafts.of('k0')).toMatchObject({ typed, sent: { typed, sentAt } })
})

test('a page of before finds in what is kept now what was sent, and whose it is', () => {
  const store = createStore()
  const { drafts, send } = openTab(() => store)
  const chave = send()
  drafts.settle(chave, 'mendable')
  drafts.type(drafts.home(null).formId, other)
  drafts.save()

  expect(JSON.parse(store.getItem(prefix + chave) ?? '')).toMatchObject({
    typed,
    sentAt: drafts.of(chave)?.sent?.sentAt.toISOString(),
    standing: 'mendable',
    owner: ana,
  })
})

test.each([
  ['half a text', '{"typed":{"nome":"Bi'],
  ['no text', ''],
  ['another shape', '{"sentAt":"2026-11-24T13:58:00Z","standing":"open"}'],
  ['another kind of field', keptText({ ...typed, nome: true }, ana)],
  ['none of the fields', keptText({}, ana)],
  ['what was sent by nobody knows whom', keptText(typed)],
  ['what was written nobody knows when', writtenText(typed, 7)],
  ['what was written at no time', writtenText(typed, 'ontem')],
  ['an owner of whom nobody knows the name', keptText(typed, { usuario: 'ana' })],
  ['a list', '[]'],
  ['null', 'null'],
])('%s in the storage counts as nothing, and nothing of it is left', (_name, text) => {
  const store = createStore({ [`${prefix}k0`]: text, 'novo-atendimento:seis:ana': 'seis' })
  const { drafts, send } = openTab(() => store)

  expect(drafts.all()).toEqual([])
  drafts.settle(send(), 'ticket')
  expect([...store.texts.keys()]).toEqual(['novo-atendimento:seis:ana'])
})

test.each([
  [
    'can’t be opened',
    () => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    },
  ],
  [
    'is full',
    () => ({
      ...createStore(),
      setItem: () => {
        throw new DOMException('Quota exceeded.', 'QuotaExceededError')
      },
    }),
  ],
])('where the storage %s the page itself remembers', (_name, openStore) => {
  const { drafts, send } = openTab(openStore)
  const chave = send()

  expect(drafts.of(chave)).toMatchObject({ typed, sent: { standing: 'open' } })
  drafts.settle(chave, 'mendable')
  expect(drafts.sent('mendable')).toHaveLength(1)
  drafts.type(drafts.home(null).formId, other)
  expect(drafts.save()).toBe(false)
  drafts.settle(chave, 'ticket')
  expect(drafts.of(chave)).toBeNull()
})

const brought = { ...emptyTicket, id_cliente_servico: '11302', nome: 'Otávio' }

/** The text of a call, which somebody went on writing. */
function openCall(chamada: string) {
  const tab = openTab()
  const { formId } = tab.drafts.home(null)
  tab.drafts.type(formId, brought)
  tab.drafts.setAbout(formId, { chamada, brought })
  return {
    ...tab,
    formId,
    write: () => tab.drafts.type(formId, { ...brought, descricao: 'Lento' }),
  }
}

test('a text knows the call that it is about, also in a tab that is loaded anew and once it is sent', () => {
  const { drafts, formId, write, reload } = openCall('c-1')
  write()
  drafts.save()
  expect(reload().home(null).about).toEqual({ chamada: 'c-1', brought })

  const chave = drafts.send(drafts.home(null), drafts.home(null).typed, false)
  expect(drafts.of(chave)).toMatchObject({ formId, about: { chamada: 'c-1' } })
  const nome = { from: { label: 'cadastro do HubSoft', rank: 'card', serviceId: 11000 } as const }
  drafts.cameFrom(drafts.of(chave)?.formId ?? '', { nome })
  drafts.resend(chave, typed)
  expect(drafts.of(chave)).toMatchObject({ about: { chamada: 'c-1' }, sources: { nome } })
})

test('the next call finds an empty form, and what somebody had written waits beside it', () => {
  const { drafts, formId, write, reload } = openCall('c-1')
  write()

  drafts.startAnew()

  const { formId: next, ...empty } = drafts.home(null)
  expect(empty).toMatchObject({ typed: emptyTicket, sent: null })
  expect(empty.about).toBeUndefined()
  expect(drafts.asideOf(next)).toMatchObject({ formId, typed: { descricao: 'Lento' } })
  drafts.save()
  expect(reload().texts()).toHaveLength(1)
})

test('what came with a call and nobody touched is no text that waits', () => {
  const { drafts } = openCall('c-1')

  drafts.startAnew()

  expect(drafts.asideOf(drafts.home(null).formId)).toBeUndefined()
  expect(drafts.all()).toEqual([])
})

test('what waits is gone on with in a form of its own, with its key and its call, and what was written meanwhile waits then', () => {
  const { drafts, write } = openCall('c-1')
  write()
  const { chave, formId } = drafts.home(null)
  drafts.startAnew()
  drafts.type(drafts.home(null).formId, other)
  const aside = drafts.asideOf(drafts.home(null).formId)
  if (!aside) throw new Error('nothing waits')

  drafts.goOnWith(aside)

  const home = drafts.home(null)
  expect(home).toMatchObject({ chave, typed: { descricao: 'Lento' }, about: { chamada: 'c-1' } })
  expect(home.formId).not.toBe(formId)
  expect(home.restoredFrom).toEqual(home.typedAt)
  expect(drafts.asideOf(home.formId)?.typed).toEqual(other)
})

test('a tab that is loaded anew goes on with what was written last', () => {
  const { drafts, write, reload } = openCall('c-1')
  write()
  drafts.startAnew()
  drafts.type(drafts.home(null).formId, other)
  drafts.save()

  const anew = reload()

  expect(anew.home(null).typed).toEqual(other)
  expect(anew.asideOf(anew.home(null).formId)?.typed.descricao).toBe('Lento')
})

test('whoever clears a form or lets go of its text has done with its call', () => {
  const { drafts, write } = openCall('c-1')
  write()
  drafts.clear(drafts.home(null), drafts.home(null).typed)
  expect(drafts.home(null).about).toBeUndefined()
})

const to = { id_atendimento: 91, protocolo: '20261128', id_cliente_servico: 11000 }

test('a text that is added to a ticket goes there also in a tab that is loaded anew, sent or not', () => {
  const { drafts, reload } = openTab()
  const { formId } = drafts.home(null)
  drafts.type(formId, typed)

  drafts.appendTo(formId, to)

  expect(drafts.home(null)).toMatchObject({ formId, typed, appendsTo: to })
  expect(reload().home(null)).toMatchObject({ typed, appendsTo: to })

  const key = drafts.send(drafts.home(null), typed, false)

  expect(reload().of(key)).toMatchObject({ appendsTo: to })
  expect(drafts.home(null).appendsTo).toBeUndefined()
})

test('who opens a ticket after all, or starts over, adds to none', () => {
  const { drafts, reload } = openTab()
  const { formId } = drafts.home(null)
  drafts.type(formId, typed)
  drafts.appendTo(formId, to)

  drafts.appendTo(formId, null)

  expect(reload().home(null)).toMatchObject({ typed, appendsTo: undefined })

  drafts.appendTo(formId, to)
  drafts.clear(drafts.home(null), typed)

  expect(drafts.home(null).appendsTo).toBeUndefined()
})

test('what only the gateway has of an addition is one, and sent once more it still is', () => {
  const { drafts } = openTab()
  const mensagem = { id_atendimento: 91, mensagem: 'Voltou a cair.', id_cliente_servico: 11000 }
  const known = { ...to, protocolo: null }

  const draft = drafts.of('k9', textOf(mensagem))

  expect(draft).toMatchObject({
    typed: { ...emptyTicket, id_cliente_servico: '11000', descricao: 'Voltou a cair.' },
    appendsTo: known,
  })
  drafts.resend('k9', typed, known)
  expect(drafts.of('k9')).toMatchObject({ appendsTo: known })
})

test('where came from what nobody typed stays with the text, until that is let go of', () => {
  const openStore = createTabStore()
  const { drafts, reload } = openTab(openStore)
  const { formId, chave } = drafts.home(null)
  const from = { label: 'cadastro do HubSoft', rank: 'card', serviceId: 11000 } as const
  const offer = { value: 'Zé', origin: { label: 'PABX', rank: 'host' } as const }
  drafts.type(formId, typed)

  drafts.cameFrom(formId, { nome: { from, offer }, email: { offer } })

  expect(reload().home(null).sources).toEqual({ nome: { from } })
  const kept = JSON.parse(openStore().getItem(prefix + chave) ?? '')
  const odd = { nome: { from: { label: 1 } }, email: 'x', telefone: null }
  openStore().setItem(prefix + chave, JSON.stringify({ ...kept, sources: odd }))
  expect(reload().home(null)).toMatchObject({ typed, sources: {} })
  drafts.clear(drafts.home(null), typed)
  expect(drafts.home(null).sources).toBeUndefined()
})
