import { render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { RawDates, WorkOrders } from '#src/atendimento/receipt/work-orders.tsx'
import type { ShownOrdemServico } from '#src/contract/shown-ticket.ts'
import { scheduledOrder as scheduled } from '../../samples.ts'
import { button, heading, send } from '../on-screen.ts'
import { openForm } from '../open-page.tsx'

const placeholder: ShownOrdemServico = {
  ...scheduled,
  numero_ordem_servico: '327',
  status: 'aguardando_agendamento',
  data_inicio_programado: '16/11/2018 11:58:21',
  data_termino_programado: '16/11/2018 12:58:21',
}

const show = (orders: ShownOrdemServico[], wasAsked?: boolean) =>
  render(
    <>
      <WorkOrders
        orders={orders}
        wasAsked={wasAsked}
        protocol="201811161058216"
        serviceId={11000}
        openedBy="Ana Souza"
      />
      <RawDates orders={orders} />
    </>,
  )
const said = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling

test('a work order as asked is shown with HubSoft’s number, and no visit is promised', async () => {
  const { user, house } = await openForm()
  await send(user, { workOrder: true })
  await heading('Atendimento aberto')
  const [order] = house.emulator.ledger.tickets[0]?.atendimento.ordens_servico ?? []

  screen.getByRole('region', { name: `Ordem de serviço ${order?.numero_ordem_servico}` })
  screen.getByText('com ordem de serviço')
  expect(said('Tipo')).toHaveTextContent('ABERTURA VIA API')
  expect(screen.getByText('Aguardando agendamento').previousElementSibling).toHaveTextContent(
    'Situação',
  )
  expect(said('Agendamento')).toHaveTextContent('Ainda sem data marcada. Não prometa horário.')
  const raw = screen.getByText(new RegExp(`^OS ${order?.numero_ordem_servico}: `))
  expect(raw.textContent).toContain(order?.data_inicio_programado)
  expect(raw.closest('details')).not.toHaveAttribute('open')
  expect(screen.queryByText(/mesmo sem pedido/)).toBeNull()
})

// Whatever its prose says.
test.each(['os-empty', 'success-without-os'] as const)(
  'asked for a work order, the page warns where HubSoft’s answer has none: %s',
  async (fault) => {
    const { user, house } = await openForm()
    house.emulator.faults.inject({ route: 'atendimento', fault })

    await send(user, { workOrder: true })

    await heading('Atendimento aberto')
    const warning = screen.getByRole('region', {
      name: 'Você pediu uma ordem de serviço, mas o HubSoft não criou nenhuma.',
    })
    expect(warning).toHaveTextContent('O atendimento foi aberto normalmente.')
    screen.getByText('OS pedida, não criada')
  },
)

test.each([
  [11000, 'Ana Souza', ' (serviço 11000)', ' Aberto por: Ana Souza.'],
  [undefined, undefined, '', ''],
])('that warning is copied for service %s, by %s', async (serviceId, openedBy, service, by) => {
  const user = userEvent.setup()
  render(
    <WorkOrders
      orders={[]}
      wasAsked
      protocol="201811161058216"
      serviceId={serviceId}
      openedBy={openedBy}
    />,
  )

  await user.click(button('Copiar aviso para o setor técnico'))

  await screen.findByText('Aviso copiado.')
  expect(await navigator.clipboard.readText()).toBe(
    `O atendimento 201811161058216${service} pediu ordem de serviço e o HubSoft não criou nenhuma. Verificar se é preciso abrir à mão.${by}`,
  )
})

test('a work order that nobody asked for is pointed out', () => {
  show([placeholder], false)

  expect(screen.getByText('O HubSoft abriu uma OS mesmo sem pedido.')).toBeInTheDocument()
  screen.getByRole('region', { name: 'Ordem de serviço 327' })
})

test('a visit that is really scheduled is said, and has no technical details', () => {
  show([scheduled], true)

  expect(said('Situação')).toHaveTextContent('Pendente')
  expect(said('Agendamento')).toHaveTextContent('19/11/2018, 14:00 às 15:00')
  expect(screen.queryByText('Detalhes técnicos')).toBeNull()
})

test('two or more work orders are a table with a caption and headings for rows and columns', () => {
  show([scheduled, placeholder], true)

  const table = screen.getByRole('table', { name: '2 ordens de serviço' })
  screen.getByRole('region', { name: 'Ordens de serviço' })
  const columns = within(table).getAllByRole('columnheader')
  expect(columns.map((column) => column.textContent)).toEqual([
    'Nº da OS',
    'Tipo',
    'Situação',
    'Agendamento',
  ])
  for (const column of columns) expect(column).toHaveAttribute('scope', 'col')
  const rows = within(table).getAllByRole('row').slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['320', 'ABERTURA VIA API', 'Pendente', '19/11/2018, 14:00 às 15:00'],
    [
      '327',
      'ABERTURA VIA API',
      'Aguardando agendamento',
      'Ainda sem data marcada. Não prometa horário.',
    ],
  ])
  expect(within(table).getByRole('rowheader', { name: '320' })).toHaveAttribute('scope', 'row')
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'OS 327: 16/11/2018 11:58:21 a 16/11/2018 12:58:21',
  ])
})

test('a work order of which HubSoft tells nothing is shown as such', () => {
  const nothing = { tipo: null, status: null, data_inicio_programado: null }
  show([{ ...placeholder, ...nothing, numero_ordem_servico: null }], true)

  screen.getByRole('region', { name: 'Ordem de serviço sem número' })
  expect(said('Tipo')).toHaveTextContent('Não informado')
  expect(said('Situação')).toHaveTextContent('Não informada')
  expect(screen.queryByText('Detalhes técnicos')).toBeNull()
})

test('two work orders without a number are both shown', () => {
  const unnumbered = { ...placeholder, numero_ordem_servico: null }
  show([unnumbered, { ...unnumbered, tipo: 'VISITA' }], true)

  expect(screen.getAllByRole('rowheader', { name: 'Não informado' })).toHaveLength(2)
  expect(screen.getByRole('cell', { name: 'VISITA' })).toBeInTheDocument()
  expect(screen.getAllByText(/^OS sem número: 16\/11\/2018 /)).toHaveLength(2)
})
