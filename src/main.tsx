import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { newKey } from './atendimento/send/new-key.ts'
import { createSentTickets } from './atendimento/send/sent-tickets.ts'

const root = document.getElementById('raiz')
if (!root) throw new Error('index.html has no #raiz to mount into')

const overNetwork = (path: string, init?: RequestInit) => fetch(path, init)

createRoot(root).render(
  <StrictMode>
    <App
      fetch={overNetwork}
      sentTickets={createSentTickets(() => sessionStorage)}
      newKey={newKey}
      now={() => new Date()}
    />
  </StrictMode>,
)
