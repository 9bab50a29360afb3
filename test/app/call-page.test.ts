import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { createCallPage } from '#src/app/hosted/call-page.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import { createFormInHand } from '#src/atendimento/send/form-in-hand.ts'
import { createStore } from '../atendimento/send/tab-store.ts'

const ticket = { id_atendimento: 300, protocolo: '201811161058216', id_cliente_servico: 11000 }

function openTab() {
  const store = createStore()
  const newKey = () => crypto.randomUUID()
  const now = () => new Date()
  const drafts = createDrafts({ openStore: () => store, newKey, now, holdKey: async () => true })
  const client = new QueryClient()
  const page = createCallPage({
    ...{ drafts, formInHand: createFormInHand(), client: () => client },
    chamadaOf: () => undefined,
  })
  return { drafts, page }
}

test('another customer’s call adds to no ticket of the one before', () => {
  const { drafts, page } = openTab()
  page.setAbout({ chamada: 'c-1', brought: { nome: 'Bianca' } })
  drafts.appendTo(drafts.home(null).formId, ticket)

  page.setAbout({ chamada: 'c-1', brought: { telefone: '37' } })
  expect(drafts.home(null)).toMatchObject({
    appendsTo: ticket,
    about: { brought: { nome: 'Bianca', telefone: '37' } },
  })

  page.setAbout({ chamada: 'c-2', brought: { nome: 'Otávio' } })
  expect(drafts.home(null).appendsTo).toBeUndefined()
  expect(drafts.home(null).about).toMatchObject({
    chamada: 'c-2',
    brought: { nome: 'Otávio', telefone: '' },
  })
})
