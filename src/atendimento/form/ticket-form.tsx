import { type ComponentType, type ReactNode, useEffect, useRef } from 'react'
import type { WireKey } from '../../contract/fields.ts'
import { mayTakeFocus } from '../../ui/may-take-focus.ts'
import { Panel, PanelHead } from '../../ui/panel.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { isEditable, titleOf, titleWhileOut } from '../send/outcome-traits.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useShortcut } from '../shortcuts.ts'
import { FormFields, requiredKeys } from './form-fields.tsx'
import type { LoadLaterForm } from './load-later-form.ts'
import type { OutcomeNoticeProps } from './outcome-notice.tsx'
import { PendingStatus } from './pending-status.tsx'
import { RulesMissing } from './rules-missing.tsx'
import { SubmitBar } from './submit-bar.tsx'
import styles from './ticket-form.module.css'
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
  /** What it needs once something was typed. */
  loadLater: LoadLaterForm
  /** Shown beside the fields, and after them in the order of the keyboard. */
  aside: ReactNode
  /** Shown right above the fields: what they start with. */
  note?: ReactNode
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
  const { typed, outcome, sentAt, attendantName, isSessionOver, Notice, now, onType } = props
  const state = useTicketForm(props)
  const { form, submit, faults, mended, round, rules, later } = state
  const isBusy = !isEditable(outcome) || rules?.kind === 'awaited'
  const title = formTitle({ outcome, faultCount: isBusy ? 0 : faults.length, isSessionOver })
  useEffect(() => {
    document.title = title
  }, [title])
  const heading = useFocus(form.setFocus, typed, outcome)
  useShortcut('send', () => void submit())
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values }) => onType(values),
      }),
    [form, onType],
  )

  const said = mended.length > 0 ? leftToMend(faults.length) : sayReady(outcome, isSessionOver)
  const hasSummary = !isBusy && faults.length + mended.length > 0
  const fields = { state, isBusy, attendantName, later }
  return (
    <form
      noValidate
      className={styles.desk}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.first}>
        <Panel>
          {hasSummary && later && (
            <later.ErrorSummary
              title={countFaults(faults.length)}
              faults={faults}
              mended={mended}
              round={round}
            />
          )}
          <Notice outcome={outcome} isSessionOver={isSessionOver} onSendAgain={submit} />
          {rules?.kind === 'missing' && (
            <RulesMissing isKept={rules.isKept} onReload={() => location.reload()} />
          )}
          <PanelHead>
            <h1 ref={heading} tabIndex={-1}>
              Abrir atendimento
            </h1>
            <p className={styles.note}>Todos os campos são obrigatórios, menos os opcionais.</p>
          </PanelHead>
          {props.note}
          <div className={styles.who}>
            <FormFields group="service" {...fields} />
            <div>{later && <later.CallerSearch {...fields} />}</div>
          </div>
        </Panel>
      </div>
      {later && <later.CallerCard {...fields} onAppend={() => {}} />}
      {later && <later.InHand {...fields} />}
      <div className={styles.rest}>
        <Panel
          isFootSticky
          foot={
            <SubmitBar state={state} isBusy={isBusy} outcome={outcome} onClear={props.onClear}>
              <PendingStatus
                outcome={outcome}
                sentAt={sentAt}
                now={now}
                pendingMessage={later?.pendingMessage}
                otherwise={
                  rules?.kind === 'awaited' ? 'Espere: parte desta página ainda não chegou.' : said
                }
              />
            </SubmitBar>
          }
        >
          <FormFields group="requester" {...fields} />
          <FormFields group="report" {...fields} />
        </Panel>
      </div>
      <div className={styles.beside}>{props.aside}</div>
    </form>
  )
}

type FormStanding = {
  outcome: TicketOutcome | undefined
  faultCount: number
  isSessionOver: boolean
}

/** What the browser's tab says while a form is on the page. */
function formTitle({ outcome, faultCount, isSessionOver }: FormStanding): string {
  if (isSessionOver) return titleWhileOut
  return faultCount > 0 ? `Erro: ${titleOf(undefined)}` : titleOf(outcome)
}

const allMended = 'Tudo corrigido. Pode abrir o atendimento.'

function countFaults(count: number): string {
  if (count === 0) return allMended
  return count === 1 ? 'Há 1 campo para corrigir' : `Há ${count} campos para corrigir`
}

function leftToMend(count: number): string {
  if (count === 0) return allMended
  return count === 1 ? 'Falta corrigir 1 campo.' : `Falta corrigir ${count} campos.`
}

/** After the end of a session: read out, since the notice of it takes no focus. */
function sayReady(outcome: TicketOutcome | undefined, isSessionOver: boolean): string {
  const wasOver = outcome?.kind === 'session-over' && !isSessionOver
  return wasOver ? 'Nada foi enviado. Já pode abrir o atendimento.' : ''
}

/**
 * The first empty required field has the focus on arrival. Later what has it may go with its screen or
 * notice: then the heading takes it (design A-22). Nothing is taken from a host page that has it.
 */
function useFocus(
  setFocus: (name: WireKey) => void,
  typed: TypedTicket,
  outcome: TicketOutcome | undefined,
) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isArrival = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival, and when a new kind took things away
  useEffect(() => {
    const isEmptyForm = isArrival.current && outcome === undefined
    isArrival.current = false
    if (!mayTakeFocus()) return
    if (isEmptyForm) setFocus(requiredKeys.find((name) => typed[name] === '') ?? 'descricao')
    else if (document.activeElement === document.body) heading.current?.focus()
  }, [outcome?.kind])
  return heading
}
