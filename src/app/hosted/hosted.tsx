import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { chaveIn, homePath } from '../../atendimento/send/ticket-address.ts'
import { useDesk } from '../../atendimento/send/use-desk.ts'
import { useTimes } from '../../atendimento/send/use-times.ts'
import { withClient } from '../../atendimento/send/with-client.tsx'
import type { CallNews } from '../../host/calls.ts'
import type { FromAddress } from '../../host/from-address.ts'
import { HostLine } from '../../host/host-line.tsx'
import { readAddress } from '../../host/read-address.ts'
import { usePath } from '../../ui/use-path.ts'
import { createHosting, type Hosting } from './hosting.ts'

type HostedProps = {
  /** What the address said last; null where it said nothing. */
  call: FromAddress | null
  /** The page asks to sign in again. */
  isSessionOver: boolean
}

const noNews: CallNews = { said: '', waiting: null }

/** Calls, from a link or the page around ours: into the form, above it, and back what became of them. */
function HostedPage({ call, isSessionOver }: HostedProps) {
  const [news, onNews] = useState(noNews)
  const hosting = useHosting(onNews)
  const { calls, noteSession } = hosting
  useConversation(hosting)
  useLeaving(hosting)
  const taken = useRef<FromAddress>(null)
  useEffect(() => {
    if (!call || taken.current === call) return
    taken.current = call
    const read = readAddress(call)
    if (read) queueMicrotask(() => calls.take(read))
  }, [calls, call])
  useEffect(() => noteSession(isSessionOver), [noteSession, isSessionOver])
  return <HostLine news={news} onBegin={calls.begin} />
}

export const Hosted = withClient(HostedPage)

/** One for as long as the page is there, whoever is signed in. */
function useHosting(onNews: (news: CallNews) => void): Hosting {
  const { drafts, formInHand, now } = useDesk()
  const client = useQueryClient()
  const { formatWhen } = useTimes()
  const latest = useRef({ client, formatWhen })
  useLayoutEffect(() => {
    latest.current = { client, formatWhen }
  })
  const [hosting] = useState(() =>
    createHosting({
      ...{ drafts, formInHand, now, onNews },
      client: () => latest.current.client,
      formatWhen: (at) => latest.current.formatWhen(at),
    }),
  )
  const last = useRef(client)
  useEffect(() => {
    // Another attendant's.
    if (last.current !== client) hosting.calls.drop()
    last.current = client
    return hosting.sends.watch(client)
  }, [hosting, client])
  useEffect(() => hosting.soil.watch(), [hosting])
  useEffect(() => {
    // A form that has just come isn't listened to before all its effects have run.
    const onForm = () => queueMicrotask(hosting.calls.onForm)
    onForm()
    return formInHand.subscribe(onForm)
  }, [hosting, formInHand])
  return hosting
}

function useConversation({ converse }: Hosting) {
  const { configuracao } = useDesk()
  // As text: each answer brings a list of its own.
  const origins = configuracao?.origens_de_incorporacao.join(' ') ?? ''
  useEffect(() => converse(origins.split(' ').filter(Boolean)), [converse, origins])
}

/** Whatever screen of a send is left, the person has done with. */
function useLeaving({ calls, sends }: Hosting) {
  const path = usePath()
  const last = useRef(path)
  useEffect(() => {
    const left = last.current === path ? null : chaveIn(last.current)
    last.current = path
    if (left !== null) sends.leave(left)
    if (path !== homePath) calls.forget()
  }, [calls, sends, path])
}
