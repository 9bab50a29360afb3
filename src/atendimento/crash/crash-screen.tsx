import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import paper from '../../ui/paper.module.css'
import { Screen } from '../../ui/screen.tsx'
import { SentFields, textOf } from '../doubt/sent-fields.tsx'
import { DemoWarning } from '../receipt/demo-warning.tsx'
import { ProtocolNumber } from '../receipt/protocol-number.tsx'
import type { Drafts } from '../send/drafts.ts'
import type { Opened as OpenedOutcome, TicketOutcome } from '../send/outcome.ts'
import { isEditable } from '../send/outcome-traits.ts'
import { wordsOf } from '../send/send-words.ts'
import { chaveIn, homePath, isShiftLog } from '../send/ticket-address.ts'
import { useDesk } from '../send/use-desk.ts'
import { useOutcome } from '../send/use-outcome.ts'
import { useOutcomeMark } from '../send/use-outcome-mark.ts'

/** In place of a screen that broke: what is known of its send, and every text that a reload would take. */
export function CrashScreen({ at }: { at: string }) {
  const { drafts, sessao } = useDesk()
  const chave = chaveIn(at)
  // A send under way goes on, and is asked about.
  const outcome = useOutcome(chave)
  useOutcomeMark(outcome)
  const kept = chave === null ? null : drafts.of(chave)?.sent
  const texts = unsentTexts(drafts)
  const [isKept] = useState(drafts.save)
  return (
    <Screen
      title="Esta tela parou de funcionar"
      tone="error"
      foot={
        <>
          <Button look="primary" onClick={() => location.reload()}>
            Recarregar
          </Button>
          {chave !== null && <a href={homePath}>Abrir próximo atendimento</a>}
        </>
      }
      beside={
        <>
          {texts.map((typed) => (
            <SentFields
              key={textOf(typed)}
              typed={typed}
              title="O que não foi enviado"
              isUnfolded
            />
          ))}
          {kept && kept.standing !== 'turned-away' && <SentFields typed={kept.typed} isUnfolded />}
        </>
      }
    >
      {outcome?.kind === 'opened' ? (
        <Opened outcome={outcome} isDemo={sessao?.demo ?? false} />
      ) : (
        <p role="status">{isShiftLog(at) ? '' : sayStanding(chave, outcome)}</p>
      )}
      <p className={paper.onScreen}>
        Recarregar não envia nada: a página pergunta ao servidor o que houve.
        {texts.length > 0 && (isKept ? keptHere : notKept)}
      </p>
      <p className={paper.onScreen}>Se acontecer de novo, avise o responsável pelo sistema.</p>
    </Screen>
  )
}

function Opened({ outcome, isDemo }: { outcome: OpenedOutcome; isDemo: boolean }) {
  const { protocolo: protocol } = outcome.atendimento
  const { done } = wordsOf(outcome)
  return (
    <>
      <p role="status">{`${done.charAt(0).toUpperCase()}${done.slice(1)}.`}</p>
      {isDemo && <DemoWarning />}
      <ProtocolNumber protocol={protocol} />
      <div>
        <CopyButton text={protocol} done="Protocolo copiado." sourceId="protocolo">
          Copiar protocolo
        </CopyButton>
      </div>
    </>
  )
}

function sayStanding(chave: string | null, outcome: TicketOutcome | undefined): string {
  if (chave === null) return 'Nada foi enviado deste formulário.'
  return outcome && isEditable(outcome)
    ? wordsOf(outcome).nothingBySend
    : 'Este envio já pode ter aberto o atendimento. Não envie de novo e não abra outro ainda.'
}

const keptHere = ' O que não foi enviado está guardado nesta aba.'
const notKept = ' Copie antes o que não foi enviado: recarregar vai apagá-lo.'

/** What was typed and isn't what was sent, to be copied: what broke may break again. */
function unsentTexts(drafts: Drafts) {
  const sent = [...drafts.sent('open'), ...drafts.sent('mendable')]
  const known = sent.map(({ typed }) => textOf(typed))
  const texts = new Map(drafts.texts().map((typed) => [textOf(typed), typed]))
  return [...texts].filter(([text]) => !known.includes(text)).map(([, typed]) => typed)
}
