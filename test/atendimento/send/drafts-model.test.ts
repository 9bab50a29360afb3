import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDrafts, type Drafts } from '#src/atendimento/send/drafts.ts'
import { emptyTicket } from '#src/contract/fields.ts'
import { createStore } from './tab-store.ts'

const people = [
  { usuario: 'ana', nome: 'Ana Souza' },
  { usuario: 'bia', nome: 'Bia Lima' },
] as const
type Person = (typeof people)[number]

const steps = fc.oneof(
  fc.constantFrom(
    'type',
    'type',
    'save',
    'reload',
    'crash',
    'send',
    'discard',
    'undo',
    'aside',
    'go-on',
    'leave',
    'duplicate',
  ),
  fc.constantFrom('ticket', 'turned-away', 'mendable'),
  fc.constantFrom(...people),
  fc.record({ tab: fc.nat({ max: 2 }), hours: fc.nat({ max: 7 }) }),
)
type Step = typeof steps extends fc.Arbitrary<infer One> ? One : never

/** Tabs of one browser, whose storage, locks and clock are these; and what is true of each text. */
function openBrowser() {
  let [count, ms, at] = [0, Date.parse('2026-11-28T08:00:00Z'), 0]
  const next = () => {
    count += 1
    return `k${count}`
  }
  const holders = new Map<string, Tab>()
  const writers = new Map<string, Person>()

  class Tab {
    store = createStore()
    person: Person | null = null
    /** Typed here before it was known by whom. */
    nobodys: string[] = []
    /** Written down, and to be found by its writer. */
    due: { text: string; writer: Person; ms: number } | null = null
    drafts = this.open()

    open(): Drafts {
      return createDrafts({
        openStore: () => this.store,
        newKey: next,
        now: () => new Date(ms),
        holdKey: async (chave) => {
          const holder = holders.get(chave) ?? this
          holders.set(chave, holder)
          return holder === this
        },
      })
    }
    load() {
      for (const [chave, holder] of holders) if (holder === this) holders.delete(chave)
      this.person = null
      this.nobodys = []
      this.drafts = this.open()
    }
    isHidden = () => this.person === null && this.drafts.isOwned()
  }
  const tabs = [new Tab()]

  function save(tab: Tab) {
    const isKept = tab.drafts.save()
    const { typed, typedAt, sent } = tab.drafts.home(null)
    if (isKept && tab.person && typed.nome && !sent) {
      tab.due = { text: typed.nome, writer: tab.person, ms: typedAt.getTime() }
    }
  }

  function come(tab: Tab, person: Person) {
    for (const text of tab.nobodys) writers.set(text, person)
    tab.nobodys = []
    tab.drafts.handTo(person)
    const { due } = tab
    const isOwn = due?.writer.usuario === person.usuario
    const isDue = tab.person === null && due && isOwn && ms - due.ms < 12 * 3_600_000
    if (isDue) expect(tab.drafts.texts().map(({ nome }) => nome)).toContain(due.text)
    if (!isOwn || !isDue) tab.due = null
    tab.person = person
  }

  function type(tab: Tab) {
    const text = next()
    if (tab.person) writers.set(text, tab.person)
    else tab.nobodys.push(text)
    tab.due = null
    tab.drafts.type(tab.drafts.home(null).formId, { ...emptyTicket, nome: text })
  }

  function letGo(tab: Tab, act: () => void) {
    tab.due = null
    act()
  }

  function take(step: Exclude<Step, Person | { tab: number }>, tab: Tab) {
    const { drafts } = tab
    const draft = drafts.home(null)
    switch (step) {
      case 'type':
        return type(tab)
      case 'save':
        return save(tab)
      case 'send':
        return letGo(tab, () => draft.typed.nome && drafts.send(draft, draft.typed, false))
      case 'discard':
        return letGo(tab, () => drafts.discard(draft.formId))
      case 'undo':
        return letGo(tab, drafts.undoDiscard)
      case 'aside':
        return drafts.startAnew()
      case 'go-on': {
        const aside = drafts.asideOf(draft.formId)
        return aside && drafts.goOnWith(aside)
      }
      case 'leave':
        return letGo(tab, () => {
          drafts.empty()
          tab.load()
        })
      case 'reload':
        save(tab)
        return tab.load()
      case 'crash':
        return tab.load()
      case 'duplicate': {
        const copy = new Tab()
        for (const [name, text] of tab.store.texts) copy.store.setItem(name, text)
        copy.load()
        return void tabs.push(copy)
      }
      default:
        for (const { chave } of drafts.sent('open')) letGo(tab, () => drafts.settle(chave, step))
    }
  }

  return {
    step(step: Step) {
      const tab = tabs[at % tabs.length] ?? new Tab()
      if (typeof step === 'string') {
        // Nothing else can be done to a text that is shown to nobody.
        if (tab.isHidden() && !['reload', 'crash', 'duplicate'].includes(step)) return
        return take(step, tab)
      }
      if ('usuario' in step) return come(tab, step)
      at = step.tab
      ms += step.hours * 3_600_000
    },
    expectEachTheirOwn() {
      for (const { drafts, person, store } of tabs) {
        for (const { nome } of person ? drafts.texts() : []) expect(writers.get(nome)).toBe(person)
        for (const kept of store.texts.values()) {
          const { owner, written } = JSON.parse(kept)
          expect(writers.get(written.typed.nome)?.usuario).toBe(owner.usuario)
        }
      }
      const unsent = tabs.flatMap(({ drafts, store }) =>
        store.texts.size > 0 ? drafts.all().filter(({ sent, typed }) => !sent && typed.nome) : [],
      )
      expect(new Set(unsent.map(({ chave }) => chave)).size).toBe(unsent.length)
    },
  }
}

test('whatever happens to tabs and their attendants, each finds their own text, and nobody another’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 40, size: 'max' }), async (walk) => {
      const browser = openBrowser()
      for (const step of walk) {
        browser.step(step)
        // Locks are heard of later.
        await Promise.resolve().then(() => {})
        browser.expectEachTheirOwn()
      }
    }),
    { numRuns: 500 },
  )
})
