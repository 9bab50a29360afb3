import { type ComponentProps, type ComponentType, type ReactNode, useEffect } from 'react'
import { Panel, PanelHead } from '../../ui/panel.tsx'
import type { OpenTicket } from '../send/open-ticket.ts'
import type { Sources } from '../send/origin.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { isEditable } from '../send/outcome-traits.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useShortcut } from '../shortcuts.ts'
import { FormFields } from './form-fields.tsx'
import { formTitle, headingOf, sayReady } from './form-words.ts'
import type { LaterForm } from './later-form.ts'
import type { OutcomeNoticeProps } from './outcome-notice.tsx'
import { PendingStatus } from './pending-status.tsx'
import { RulesMissing } from './rules-missing.tsx'
import { SubmitBar } from './submit-bar.tsx'
import styles from './ticket-form.module.css'
import { useFormFocus } from './use-form-focus.ts'
import { type OnSend, useTicketForm } from './use-ticket-form.ts'

type TicketFormProps = {
  /** What the fields start with. */
  typed: TypedTicket
  outcome: TicketOutcome | undefined
  /** When it was sent, for as long as it is under way. */
  sentAt: Date | undefined
  attendantName: string
  now: () => Date
  /** The page asks to sign in again. */
  isSessionOver: boolean
  /** What says what the last send came to. */
  Notice: ComponentType<OutcomeNoticeProps>
  /** What it needs once something was typed; undefined until that has come. */
  later: LaterForm | undefined
  /** It didn't come. */
  isLaterMissing: boolean
  /** Shown beside the fields, and after them in the order of the keyboard. */
  aside: ReactNode
  /** Shown right above the fields: what they start with. */
  note?: ReactNode
  /** The ticket to which the Descrição alone is added; undefined where one is opened. */
  appendsTo?: OpenTicket | undefined
  /** The person decides so, or with null otherwise. */
  onAppendTo: (ticket: OpenTicket | null) => void
  /** Where came from what of it nobody typed, and how that changes. */
  sources?: Sources | undefined
  onSources?: (sources: Sources) => void
  onSend: OnSend
  /** Gets what stands in the fields whenever any of it changes. */
  onType: (typed: TypedTicket) => void
  /** What is typed has to outlive a reload. Returns whether it will. */
  onKeep: () => boolean
  /** The person starts over: what was sent last is none of this form's business any more. */
  onClear: (typed: TypedTicket) => void
}

/** Opening a ticket: the form, and everything that can happen to a send short of a ticket. */
export function TicketForm(props: TicketFormProps) {
  const { outcome, sentAt, attendantName, isSessionOver, now, appendsTo, onAppendTo } = props
  const state = useTicketForm(props)
  const { submit, faults, mended, rules, later } = state
  const isBusy = !isEditable(outcome) || rules?.kind === 'awaited'
  const isAdding = appendsTo !== undefined
  const standing = { outcome, isAdding, isSessionOver }
  const title = formTitle(standing, isBusy ? 0 : faults.length)
  useEffect(() => {
    document.title = title
  }, [title])
  const heading = useFormFocus(state, props)
  useShortcut('send', () => void submit())

  const said = mended.length > 0 ? later?.leftToMend(faults.length, isAdding) : sayReady(standing)
  const fields = { state, isBusy, attendantName, later }
  return (
    <form
      noValidate
      // Where there is no script yet, nothing leaves and nothing gets into the address.
      method="dialog"
      // Nor is it filled in by itself: a browser would give a tick back at a reload.
      autoComplete="off"
      className={styles.desk}
      onBlur={state.typing.settle}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.first}>
        <Panel>
          <LastSubmit {...fields} {...props} />
          <PanelHead>
            <h1 ref={heading} tabIndex={-1}>
              {headingOf(isAdding)}
            </h1>
            {!appendsTo && (
              <p className={styles.note}>Todos os campos são obrigatórios, menos os opcionais.</p>
            )}
          </PanelHead>
          {props.note}
          <ForWhat {...fields} appendsTo={appendsTo} onAppendTo={onAppendTo} />
        </Panel>
      </div>
      {later && !appendsTo && <later.CallerCard {...fields} onAppend={onAppendTo} />}
      {later && <later.InHand {...fields} isAdding={isAdding} />}
      <div className={styles.rest}>
        <Panel
          isFootSticky
          foot={
            <SubmitBar
              state={state}
              isBusy={isBusy}
              outcome={outcome}
              appendsTo={appendsTo}
              onAppendTo={onAppendTo}
              onClear={props.onClear}
            >
              <PendingStatus
                outcome={outcome}
                sentAt={sentAt}
                now={now}
                pendingMessage={later?.pendingMessage}
                otherwise={
                  rules?.kind === 'awaited'
                    ? 'Espere: parte desta página ainda não chegou.'
                    : (said ?? '')
                }
              />
            </SubmitBar>
          }
        >
          {!appendsTo && <FormFields group="requester" {...fields} />}
          <FormFields group={appendsTo ? 'message' : 'report'} {...fields} />
        </Panel>
      </div>
      <div className={styles.beside}>{props.aside}</div>
    </form>
  )
}

type FieldsProps = Omit<ComponentProps<typeof FormFields>, 'group'>

type LastSubmitProps = FieldsProps &
  Pick<TicketFormProps, 'outcome' | 'isSessionOver' | 'appendsTo' | 'Notice'>

/** What the last submit came to, or met. */
function LastSubmit(props: LastSubmitProps) {
  const { state, isBusy, later, outcome, isSessionOver, appendsTo, Notice } = props
  const { faults, mended, round, rules, submit } = state
  return (
    <>
      {!isBusy && faults.length + mended.length > 0 && later && (
        <later.ErrorSummary
          title={later.countFaults(faults.length, appendsTo !== undefined)}
          faults={faults}
          mended={mended}
          round={round}
        />
      )}
      <Notice outcome={outcome} isSessionOver={isSessionOver} onSendAgain={submit} />
      {rules?.kind === 'missing' && (
        <RulesMissing key={rules.round} isKept={rules.isKept} onReload={() => location.reload()} />
      )}
    </>
  )
}

type ForWhatProps = FieldsProps & Pick<TicketFormProps, 'appendsTo' | 'onAppendTo'>

/** The service that a ticket is opened for, or the ticket that is added to. */
function ForWhat({ appendsTo, onAppendTo, ...fields }: ForWhatProps) {
  const { later, isBusy } = fields
  if (appendsTo) {
    if (!later) return null
    return <later.AppendsTo ticket={appendsTo} isBusy={isBusy} onOpenNew={() => onAppendTo(null)} />
  }
  return (
    <div className={styles.who}>
      <FormFields group="service" {...fields} />
      <div>{later && <later.CallerSearch {...fields} />}</div>
    </div>
  )
}
