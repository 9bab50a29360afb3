import { render } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { onTestFinished } from 'vitest'
import { laterForm } from '#src/atendimento/form/later-form.ts'
import { TicketForm } from '#src/atendimento/form/ticket-form.tsx'
import { emptyTicket } from '#src/atendimento/send/typed-ticket.ts'
import { AtDesk } from '../send/at-desk.tsx'

type TicketFormProps = ComponentProps<typeof TicketForm>

/** A form without the page around it. */
export function openBareForm(props: Partial<TicketFormProps>) {
  onTestFinished(() => {
    document.title = ''
  })
  const formWith = (changed: Partial<TicketFormProps>) => (
    <AtDesk>
      <TicketForm
        typed={emptyTicket}
        outcome={undefined}
        sentAt={undefined}
        isSessionOver={false}
        Notice={() => null}
        below={null}
        attendantName="Ana Souza"
        now={() => new Date()}
        aside={null}
        loadLater={async () => laterForm}
        onSend={() => {}}
        onAskNow={() => {}}
        onType={() => {}}
        onKeep={() => true}
        onClear={() => {}}
        {...props}
        {...changed}
      />
    </AtDesk>
  )
  const { rerender, unmount } = render(formWith({}))
  return { change: (changed: Partial<TicketFormProps>) => rerender(formWith(changed)), unmount }
}
