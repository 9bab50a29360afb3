import { emptyTicket } from '../../contract/fields.ts'
import {
  type About,
  type Draft,
  isDraft,
  isFilled,
  isWritten,
  type Sent,
  type Text,
} from './draft.ts'
import { createDraftPile, type DraftPile, type PileDeps } from './draft-pile.ts'
import { isStale, type Owner } from './kept-drafts.ts'
import type { OpenTicket } from './open-ticket.ts'
import type { Sources } from './origin.ts'
import type { TypedTicket } from './typed-ticket.ts'

/** What the drafts don't say of themselves. */
type Page = {
  /** Their owner has been here since the page was loaded. */
  isOwnerHere: boolean
  /** Something was typed. */
  isTouched: boolean
  /** The draft of `/`. */
  home: Draft | null
  /** Of a send's own address, where only the gateway had the text. */
  reopened: Draft | null
  /** Cleared in a form that isn't on the screen any more. */
  cleared: Draft | null
  /** Let go of, from a form in whose place another stands. */
  discarded: { draft: Draft; formId: string } | null
}

const untouched = { isTouched: false, home: null, reopened: null, cleared: null, discarded: null }

type Parts = Pick<PileDeps, 'newKey' | 'now'> & {
  pile: DraftPile
  page: Page
  freshDraft: () => Draft
}

/** The draft of this form, as long as it is this attendant's page. */
const inHand = ({ pile, page }: Parts, formId: string) =>
  pile.inForm(formId) ?? [page.home, page.reopened].find((blank) => blank?.formId === formId)

const isOpen = ({ sent }: Draft) => sent?.standing === 'open'

/**
 * Whatever one attendant has written in this tab and is no ticket yet: the one place that knows. It is
 * read by the key of a send, by a form, or as the text of `/`.
 */
export function createDrafts(deps: PileDeps) {
  const pile = createDraftPile(deps)
  const page: Page = { isOwnerHere: false, ...untouched }
  const { newKey, now } = deps
  const freshDraft = (): Draft => ({
    formId: newKey(),
    chave: newKey(),
    typed: emptyTicket,
    typedAt: now(),
    sent: null,
  })
  const parts = { newKey, now, pile, page, freshDraft }
  return {
    subscribe: pile.subscribe,
    all: pile.all,
    /** Called with each letter that isn't written down yet. */
    whenRetyped: pile.whenRetyped,
    /** What was typed since is written down. Returns whether all of it outlives a reload. */
    save: pile.save,
    sent: (standing: Sent['standing']) => sentOf(pile, standing),
    texts: () =>
      pile
        .all()
        .filter(isFilled)
        .map(({ typed }) => typed),
    ...formsOf(parts),
    ...settingAsideOf(parts),
    ...lettingGoOf(parts),
    ...sendsOf(parts),
    ...ownershipOf(parts),
  }
}

export type Drafts = ReturnType<typeof createDrafts>

/** Oldest first. */
function sentOf(pile: DraftPile, standing: Sent['standing']) {
  return pile
    .all()
    .flatMap(({ chave, sent, appendsTo }) =>
      sent?.standing === standing ? [{ chave, appendsTo, ...sent }] : [],
    )
    .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime())
}

export type SentTicket = ReturnType<typeof sentOf>[number]

const openSend = (typed: TypedTicket, at: Date) => ({
  typed,
  typedAt: at,
  sent: { typed, sentAt: at, standing: 'open' } satisfies Sent,
})

/** Of those that nothing was sent of, the one in which somebody has written last. */
const latestOf = (drafts: readonly Draft[]) =>
  drafts
    .filter(({ sent }) => !sent)
    .sort((a, b) => a.typedAt.getTime() - b.typedAt.getTime())
    .at(-1)

/** The draft of `/`. */
function homeOf({ pile, page, freshDraft }: Parts) {
  const latest = (draft: Draft) => pile.inForm(draft.formId) ?? draft

  /** As the page is loaded, what wasn't sent is there, or what never got through, if it isn't `shown`. */
  function firstHome(shown: string | null): Draft {
    const waiting = sentOf(pile, 'turned-away').findLast(({ chave }) => chave !== shown)
    return latestOf(pile.all()) ?? (waiting && pile.find(waiting.chave)) ?? freshDraft()
  }

  return {
    /**
     * An empty one once something was sent from it, lest the same text be sent twice.
     * `shown` is the send at whose address the page is.
     */
    home(shown: string | null): Draft {
      page.home = latest(page.home ?? firstHome(shown))
      if (shown === null && isOpen(page.home)) page.home = freshDraft()
      return page.home
    },
    isHome: (chave: string) => page.home !== null && latest(page.home).chave === chave,
    putAtHome(before: Draft, draft: Draft) {
      page.home = draft
      pile.change([...pile.all().filter(({ formId }) => formId !== before.formId), draft])
    },
  }
}

/** Which text is in which form. */
function formsOf(parts: Parts) {
  const { pile, page, newKey, now, freshDraft } = parts
  const { home, isHome, putAtHome } = homeOf(parts)
  return {
    home,
    isHome,
    /** The draft of a send; made of the gateway's text of it where this tab has none. */
    of(chave: string, text?: Text): Draft | null {
      const known = pile.find(chave)
      if (known || !text) return known
      if (page.reopened?.chave !== chave) page.reopened = { ...freshDraft(), chave, ...text }
      return page.reopened
    },
    /** What stands in a form has changed. */
    type(formId: string, typed: TypedTicket) {
      page.isTouched = true
      const before = inHand(parts, formId)
      if (!before) return
      // What became of its send is read off the outcome.
      const { sent } = before === page.reopened ? openSend(before.typed, now()) : before
      const draft = { ...before, typed, typedAt: now(), sent }
      const isLetterMore = pile.inForm(formId) && isFilled(before) === isFilled(draft)
      if (isLetterMore) pile.retype(draft)
      else pile.put(draft)
    },
    /** From now on what is written goes to that ticket, or with null opens one again. */
    appendTo(formId: string, ticket: OpenTicket | null) {
      const before = inHand(parts, formId)
      if (before) pile.put({ ...before, appendsTo: ticket ?? undefined })
    },
    /** Of what stands in this form that came from there, and nobody typed it. */
    cameFrom(formId: string, sources: Sources) {
      const before = inHand(parts, formId)
      if (before) pile.put({ ...before, sources })
    },
    /** Puts values into the text of `/`, in a new form, since a form reads its text once. */
    fill(part: Partial<TypedTicket>) {
      const before = home(null)
      page.isTouched = true
      const typed = { ...before.typed, ...part }
      putAtHome(before, { ...before, formId: newKey(), typed, typedAt: now() })
    },
  }
}

/** What is left for another customer's call, and can be gone on with. */
function settingAsideOf(parts: Parts) {
  const { pile, page, newKey, freshDraft } = parts
  const { home } = homeOf(parts)
  /** Of what somebody has written in the form before nothing is lost; `former` is what becomes `next`. */
  function replaceHome(next: Draft, former = next.formId) {
    const before = home(null)
    const isKept = before.sent !== null || isWritten(before)
    const others = pile
      .all()
      .filter(({ formId }) => formId !== former && (isKept || formId !== before.formId))
    page.home = next
    pile.change(isDraft(next) ? [...others, next] : others)
  }

  return {
    /** What stands in this form came with that. */
    setAbout(formId: string, about: About | undefined) {
      const draft = inHand(parts, formId)
      if (draft) pile.put({ ...draft, about })
    },
    /** An empty form at `/`. */
    startAnew: () => replaceHome(freshDraft()),
    /** What somebody has written last beside this form, and was never sent. */
    asideOf: (formId: string) =>
      latestOf(pile.all().filter((draft) => draft.formId !== formId && isWritten(draft))),
    /** It is at `/` again, in a new form, as if the page had been loaded with it. */
    goOnWith(aside: Draft) {
      const draft = { ...aside, formId: newKey(), restoredFrom: aside.typedAt }
      replaceHome(draft, aside.formId)
    },
  }
}

/** What a person lets go of, and can have back. */
function lettingGoOf(parts: Parts) {
  const { pile, page, newKey, now } = parts
  const { home, putAtHome } = homeOf(parts)
  const emptied = (draft: Draft): Draft => ({
    ...draft,
    // A refusal has spent its key, and after a reload nobody here would know.
    chave: draft.sent?.standing === 'mendable' ? newKey() : draft.chave,
    typed: emptyTicket,
    typedAt: now(),
    sent: null,
    restoredFrom: undefined,
    about: undefined,
    appendsTo: undefined,
    sources: undefined,
  })

  return {
    /** The person starts over: in the same form, at `/`, unless another text is being written there. */
    clear(draft: Draft, typed: TypedTicket) {
      const other = home(draft.chave)
      if (other.formId === draft.formId || isOpen(other) || !isFilled(other)) {
        putAtHome(draft, emptied(draft))
      } else {
        const unsent = { sentAt: now(), standing: 'mendable' } as const
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
    /** A text of `/` that the tab was loaded with isn't wanted: another form, an empty one, is in its place. */
    discard(formId: string) {
      const draft = inHand(parts, formId)
      if (!draft) return
      const empty = { ...emptied(draft), formId: newKey() }
      page.discarded = { draft, formId: empty.formId }
      putAtHome(draft, empty)
    },
    /** Whether `undoDiscard` brings one back into this form: nobody has written in it since. */
    isDiscardedFor(formId: string) {
      const now = pile.inForm(formId)
      return page.discarded?.formId === formId && !(now && isFilled(now))
    },
    undoDiscard() {
      const { discarded } = page
      page.discarded = null
      if (discarded) putAtHome(home(null), { ...discarded.draft, formId: newKey() })
    },
  }
}

/** What goes out, and what becomes of it. */
function sendsOf(parts: Parts) {
  const { pile, page, newKey, now, freshDraft } = parts
  function mark(chave: string, more: Partial<Sent>) {
    const draft = pile.find(chave)
    if (draft?.sent) pile.put({ ...draft, sent: { ...draft.sent, ...more } })
  }

  return {
    /** It goes out: with its own key, or with a new one where the last send has spent that. Returns the key. */
    send(draft: Draft, typed: TypedTicket, isKeySpent: boolean): string {
      const chave = isKeySpent ? newKey() : draft.chave
      pile.put({ ...draft, chave, ...openSend(typed, now()), restoredFrom: undefined })
      // Where its former key is looked at again, that is another form.
      page.reopened = null
      page.cleared = null
      page.discarded = null
      return chave
    },
    /** What may be open goes out once more. What is returned is called where it didn't. */
    resend(chave: string, typed: TypedTicket, addedTo?: OpenTicket): () => void {
      const before = pile.find(chave)
      const { formId } = before ?? freshDraft()
      const out = openSend(typed, now())
      const again = { ...out.sent, wasHeard: true }
      const appendsTo = before?.appendsTo ?? addedTo
      const sent = { ...out, sent: again, restoredFrom: undefined }
      pile.put({ ...before, formId, chave, ...sent, appendsTo })
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
      if (page.home?.formId === draft.formId) page.home = freshDraft()
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
function ownershipOf({ pile, page, now }: Parts) {
  return {
    /** Whether there is anything that would be missed. */
    hasText: () => pile.all().some(isDraft),
    isTouched: () => page.isTouched,
    /** Whether it is known to be somebody's. */
    isOwned: () => pile.owner() !== undefined && pile.all().length > 0,
    /**
     * The tab is this attendant's from now on: what is another's goes, what was nobody's is theirs.
     *
     * `formerName` is whose text went that they had still to send.
     */
    handTo(attendant: Owner): { isAnother: boolean; formerName: string | null } {
      const former = pile.owner()
      const wasHere = page.isOwnerHere
      page.isOwnerHere = true
      if (!former || former.usuario === attendant.usuario) {
        // What waited for them for longer than it is kept isn't brought back.
        const isWaiting = former !== undefined && !wasHere
        if (isWaiting) page.home = null
        const drafts = pile.all().filter((draft) => !isWaiting || !isStale(draft, now()))
        pile.handTo(attendant, drafts)
        return { isAnother: false, formerName: null }
      }
      // In a tab loaded anew, a send under way is no draft: its owner finds it on the server.
      const isMissed = pile.all().some((draft) => isFilled(draft) && (wasHere || !isOpen(draft)))
      Object.assign(page, untouched)
      pile.handTo(attendant, [])
      return { isAnother: wasHere || isMissed, formerName: isMissed ? former.nome : null }
    },
    /** Nothing is left, and it is nobody's. */
    empty() {
      Object.assign(page, { isOwnerHere: false, ...untouched })
      pile.clear()
    },
  }
}
