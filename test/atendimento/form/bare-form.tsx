import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { onTestFinished } from 'vitest'
import { laterForm } from '#src/atendimento/form/later-form.ts'
import { TicketForm } from '#src/atendimento/form/ticket-form.tsx'
import { emptyTicket } from '#src/atendimento/send/typed-ticket.ts'

type TicketFormProps = ComponentProps<typeof TicketForm>

/** A form without the page around it. */
export function openBareForm(props: Partial<TicketFormProps>) {
  onTestFinished(() => {
    document.title = ''
  })
  const client = new QueryClient()
  const formWith = (changed: Partial<TicketFormProps>) => (
    <QueryClientProvider client={client}>
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
    </QueryClientProvider>
  )
  const { rerender, unmount } = render(formWith({}))
  return { change: (changed: Partial<TicketFormProps>) => rerender(formWith(changed)), unmount }
}
