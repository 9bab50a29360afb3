import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createDrafts } from './atendimento/send/drafts.ts'
import { createHoldKey } from './atendimento/send/hold-key.ts'
import { newKey } from './atendimento/send/new-key.ts'
import { embeddedId, readEmbedded } from './contract/embedded.ts'
import { takeFromAddress } from './host/from-address.ts'

// Before anything else looks at the address.
const call = takeFromAddress()

const root = document.getElementById('raiz')
if (!root) throw new Error('index.html has no #raiz to mount into')

const overNetwork = (path: string, init?: RequestInit) => fetch(path, init)

const now = () => new Date()
// On plain http there are none.
const { locks }: { locks?: LockManager } = navigator
const holdKey = createHoldKey(locks)
const drafts = createDrafts({ openStore: () => sessionStorage, newKey, now, holdKey })

const embedded = readEmbedded(document.getElementById(embeddedId)?.textContent ?? '')

createRoot(root).render(
  <StrictMode>
    <App fetch={overNetwork} drafts={drafts} now={now} embedded={embedded} call={call} />
  </StrictMode>,
)
