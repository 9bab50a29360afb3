import { emptyTicket } from '../../contract/fields.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'
import { createDraftPile, type Draft, type DraftPile } from './draft-pile.ts'
import type { Sent, SessionStore } from './kept-sends.ts'
import { type TypedTicket, toTyped } from './typed-ticket.ts'

type Attendant = NonNullable<Sent['owner']>

/** What the drafts don't say of themselves. */
type Page = {
  /** Whose all of it is; nobody's before somebody has signed in. */
  owner: Attendant | undefined
  /** Something was typed. */
  isTouched: boolean
  /** The draft of `/`. */
  home: Draft | null
  /** Of a send's own address, where only the gateway had the text. */
  reopened: Draft | null
  /** Cleared in a form that isn't on the screen any more. */
  cleared: Draft | null
}

const untouched = { isTouched: false, home: null, reopened: null, cleared: null }

type Deps = { openStore: () => SessionStore; newKey: () => string; now: () => Date }
type Parts = Deps & { pile: DraftPile; page: Page }

/** The draft of this form, as long as it is this attendant's page. */
const inHand = ({ pile, page }: Parts, formId: string) =>
  pile.inForm(formId) ?? [page.home, page.reopened].find((blank) => blank?.formId === formId)

const isFilled = ({ typed }: Draft) => Object.values(typed).some(Boolean)
const isOpen = ({ sent }: Draft) => sent?.standing === 'open'

/**
 * Whatever one attendant has written in this tab and is no ticket yet: the one place that knows. It is
 * read by the key of a send, by a form, or as the text of `/`.
 */
export function createDrafts(deps: Deps) {
  const pile = createDraftPile(deps.openStore, deps.newKey)
  const page: Page = { owner: undefined, ...untouched }
  const parts = { ...deps, pile, page }
  return {
    subscribe: pile.subscribe,
    all: pile.all,
    sent: (standing: Sent['standing']) => sentOf(pile, standing),
    texts: () =>
      pile
        .all()
        .filter(isFilled)
        .map(({ typed }) => typed),
    ...formsOf(parts),
    ...sendsOf(parts),
    ...ownershipOf(parts),
  }
}

export type Drafts = ReturnType<typeof createDrafts>

/** Oldest first. */
function sentOf(pile: DraftPile, standing: Sent['standing']) {
  return pile
    .all()
    .flatMap(({ chave, sent }) => (sent?.standing === standing ? [{ chave, ...sent }] : []))
    .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime())
}

export type SentTicket = ReturnType<typeof sentOf>[number]

const freshDraft = (newKey: () => string): Draft => ({
  formId: newKey(),
  chave: newKey(),
  typed: emptyTicket,
  sent: null,
})

/** Which text is in which form. */
function formsOf(parts: Parts) {
  const { pile, page, newKey, now } = parts
  const latest = (draft: Draft) => pile.inForm(draft.formId) ?? draft

  /** As the page is loaded, a text that never got through waits at `/`, if it isn't the one `shown`. */
  function firstHome(shown: string | null): Draft {
    const waiting = sentOf(pile, 'turned-away').findLast(({ chave }) => chave !== shown)
    return (waiting && pile.find(waiting.chave)) ?? freshDraft(newKey)
  }

  function home(shown: string | null): Draft {
    page.home = latest(page.home ?? firstHome(shown))
    if (shown === null && isOpen(page.home)) page.home = freshDraft(newKey)
    return page.home
  }

  return {
    /**
     * The draft of `/`: an empty one once something was sent from it, lest the same text be sent twice.
     * `shown` is the send at whose address the page is.
     */
    home,
    isHome: (chave: string) => page.home !== null && latest(page.home).chave === chave,
    /** The draft of a send; made of what the gateway has of it where this tab has nothing. */
    of(chave: string, enviado?: Enviado): Draft | null {
      const known = pile.find(chave)
      if (known || !enviado) return known
      if (page.reopened?.chave !== chave) {
        page.reopened = { formId: newKey(), chave, typed: toTyped(enviado), sent: null }
      }
      return page.reopened
    },
    /** What stands in a form has changed. */
    type(formId: string, typed: TypedTicket) {
      page.isTouched = true
      if (pile.inForm(formId)) return pile.retype(formId, typed)
      const blank = inHand(parts, formId)
      if (blank) pile.put({ ...blank, typed })
    },
    /** Puts values into the text of `/`, in a new form, since a form reads its text once. */
    fill(part: Partial<TypedTicket>) {
      const before = home(null)
      page.isTouched = true
      page.home = { ...before, formId: newKey(), typed: { ...before.typed, ...part } }
      pile.change([...pile.all().filter(({ formId }) => formId !== before.formId), page.home])
    },
    /** The person starts over: in the same form, at `/`, unless another text is being written there. */
    clear(draft: Draft, typed: TypedTicket) {
      const other = home(draft.chave)
      if (other.formId === draft.formId || isOpen(other) || !isFilled(other)) {
        page.home = { ...draft, typed: emptyTicket, sent: null }
        pile.put(page.home)
      } else {
        const unsent = { sentAt: now(), standing: 'mendable', owner: page.owner } as const
        page.cleared = { ...draft, typed, sent: { ...unsent, ...draft.sent, typed } }
        pile.drop(draft.formId)
      }
    },
    /** Whether there is a text to be had back with `undoClear`, which returns its key. */
    isOtherCleared: () => page.cleared !== null,
    undoClear(): string | null {
      const { cleared } = page
      if (!cleared) return null
      page.cleared = null
      // Opened anew meanwhile, its send has another text by now.
      const chave = pile.find(cleared.chave) ? newKey() : cleared.chave
      pile.put({ ...cleared, chave })
      return chave
    },
  }
}

/** What goes out, and what becomes of it. */
function sendsOf(parts: Parts) {
  const { pile, page, newKey, now } = parts
  const sentNow = (typed: TypedTicket): Sent => ({
    typed,
    sentAt: now(),
    standing: 'open',
    owner: page.owner,
  })
  function mark(chave: string, more: Partial<Sent>) {
    const draft = pile.find(chave)
    if (draft?.sent) pile.put({ ...draft, sent: { ...draft.sent, ...more } })
  }

  return {
    /** It goes out: with its own key, or with a new one where the last send has spent that. Returns the key. */
    send(draft: Draft, typed: TypedTicket, isKeySpent: boolean): string {
      const chave = isKeySpent ? newKey() : draft.chave
      pile.put({ ...draft, chave, typed, sent: sentNow(typed) })
      // Where its former key is looked at again, that is another form.
      page.reopened = null
      page.cleared = null
      return chave
    },
    /** What was to go out and couldn't is kept as if it had been turned away. Returns whether a reload finds it. */
    keep(draft: Draft, typed: TypedTicket): boolean {
      if (!inHand(parts, draft.formId)) return false
      const unsent = { ...sentNow(typed), standing: 'turned-away' } as const
      return pile.put({ ...draft, typed, sent: { ...unsent, ...draft.sent, typed } })
    },
    /** What may be open goes out once more. What is returned is called where it didn't. */
    resend(chave: string, typed: TypedTicket): () => void {
      const before = pile.find(chave)
      const { formId } = before ?? freshDraft(newKey)
      const again = { ...sentNow(typed), wasHeard: true }
      pile.put({ formId, chave, typed, sent: again })
      return () => {
        // By then it may have gone, with its attendant.
        if (pile.find(chave)?.sent !== again) return
        if (before) pile.put(before)
        else pile.drop(formId)
      }
    },
    /** What the gateway says of whether it was sent; undefined where it says nothing of it. */
    hear(chave: string, wasHeard: boolean | undefined) {
      const before = pile.find(chave)?.sent?.wasHeard ?? false
      if (wasHeard !== undefined && wasHeard !== before) mark(chave, { wasHeard })
    },
    /** The person has been told what came of it. A ticket is no draft any more. */
    settle(chave: string, standing: Sent['standing'] | 'ticket') {
      const draft = pile.find(chave)
      if (standing !== 'ticket') {
        if (standing !== draft?.sent?.standing) mark(chave, { standing })
        return
      }
      if (!draft) return
      pile.drop(draft.formId)
      if (page.home?.formId === draft.formId) page.home = freshDraft(newKey)
    },
    /** Turned away before anything was sent, it waits under a key that may send it. Returns that. */
    turnAway(chave: string, isKeySpent: boolean): string {
      const draft = pile.find(chave)
      const next = isKeySpent ? newKey() : chave
      if (draft) {
        const sent = draft.sent && { ...draft.sent, standing: 'turned-away' as const }
        pile.put({ ...draft, chave: next, sent })
      }
      return next
    },
  }
}

/** Whose it is. */
function ownershipOf({ pile, page }: Parts) {
  return {
    /** Whether there is anything that would be missed. */
    hasText: () => pile.all().some((draft) => draft.sent || isFilled(draft)),
    isTouched: () => page.isTouched,
    /** Whether any of it is known to be somebody's. */
    isOwned: () => pile.all().some(({ sent }) => sent?.owner),
    /**
     * The tab is this attendant's from now on: what is another's goes, what was nobody's is theirs.
     *
     * `formerName` is whose text went that they had still to send.
     */
    handTo(attendant: Attendant): { isAnother: boolean; formerName: string | null } {
      const isAnothers = (owner: Attendant | undefined) =>
        owner !== undefined && owner.usuario !== attendant.usuario
      const former = isAnothers(page.owner) ? page.owner : undefined
      const ownerOf = ({ sent }: Draft) => sent?.owner ?? page.owner
      const isGoing = (draft: Draft) => isAnothers(ownerOf(draft))
      // In a tab loaded anew, a send under way is no draft: its owner finds it on the server.
      const missed = pile
        .all()
        .findLast((draft) => isGoing(draft) && isFilled(draft) && (former || !isOpen(draft)))
      const formerName = (missed && (former ?? ownerOf(missed))?.nome) ?? null
      pile.change(
        pile
          .all()
          .filter((draft) => !isGoing(draft))
          .map((draft) =>
            draft.sent && !draft.sent.owner
              ? { ...draft, sent: { ...draft.sent, owner: attendant } }
              : draft,
          ),
      )
      page.owner = attendant
      const isAnother = former !== undefined || formerName !== null
      if (isAnother) Object.assign(page, untouched)
      return { isAnother, formerName }
    },
    /** Nothing is left, and it is nobody's. */
    empty() {
      pile.clear()
      Object.assign(page, { owner: undefined, ...untouched })
    },
  }
}
