import { act, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type ComponentProps, Profiler } from 'react'
import { onTestFinished } from 'vitest'
import { laterForm } from '#src/atendimento/form/later-form.ts'
import { TicketForm } from '#src/atendimento/form/ticket-form.tsx'
import type { TypedTicket } from '#src/atendimento/send/typed-ticket.ts'
import type { Desk } from '#src/atendimento/send/use-desk.ts'
import { emptyTicket } from '#src/contract/fields.ts'
import type { Posted } from '#src/contract/nova-mensagem.ts'
import { AtDesk } from '../send/at-desk.tsx'

type TicketFormProps = ComponentProps<typeof TicketForm>

/** A form without the page around it, once its first empty field has the focus. */
export async function openBareForm(props: Partial<TicketFormProps> = {}, desk: Partial<Desk> = {}) {
  onTestFinished(() => {
    document.title = ''
  })
  let renders = 0
  const count = () => {
    renders += 1
  }
  const sent: Posted[] = []
  const sentAs: TypedTicket[] = []
  const formWith = (changed: Partial<TicketFormProps>) => (
    <AtDesk {...desk}>
      <Profiler id="form" onRender={count}>
        <TicketForm
          typed={emptyTicket}
          outcome={undefined}
          sentAt={undefined}
          isSessionOver={false}
          Notice={() => null}
          attendantName="Ana Souza"
          now={() => new Date()}
          aside={null}
          later={laterForm}
          isLaterMissing={false}
          onSend={(novo, typed) => {
            sent.push(novo)
            sentAs.push(typed)
          }}
          onType={() => {}}
          onKeep={() => true}
          onClear={() => {}}
          onAppendTo={() => {}}
          {...props}
          {...changed}
        />
      </Profiler>
    </AtDesk>
  )
  const { rerender, unmount } = render(formWith({}))
  // react-hook-form moves the focus in a timer of its own.
  await act(() => new Promise((done) => setTimeout(done)))
  return {
    user: userEvent.setup({ delay: null }),
    /** What the form let out, and how it was typed. */
    sent,
    sentAs,
    /** How often any of it has been rendered. */
    renders: () => renders,
    change: (changed: Partial<TicketFormProps>) => rerender(formWith(changed)),
    unmount,
  }
}
