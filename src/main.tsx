import './ui/tokens.css'
import './ui/base.css'
import { StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { hasOwnBar } from './app/own-bar.ts'
import { App } from './app.tsx'
import { createEarlyText } from './atendimento/form/early-text.ts'
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

const page = (
  <StrictMode>
    <App
      fetch={overNetwork}
      drafts={drafts}
      now={now}
      hasOwnBar={hasOwnBar()}
      embedded={embedded}
      call={call}
      early={createEarlyText(root)}
    />
  </StrictMode>
)

// At `/` the gateway has drawn it already, unless that didn't fit (src/early.ts).
if (root.firstElementChild) hydrateRoot(root, page)
else createRoot(root).render(page)
