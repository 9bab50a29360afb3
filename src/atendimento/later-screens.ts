import { CrashScreen } from './crash/crash-screen.tsx'
import { ConferringScreen } from './doubt/conferring-screen.tsx'
import { DraftSaid } from './form/draft-said.tsx'
import { OutcomeNotice } from './form/outcome-notice.tsx'
import { OtherCleared } from './other-cleared.tsx'
import { OutcomeScreen } from './outcome-screen.tsx'
import { withClient } from './send/with-client.tsx'
import { LastSends } from './shift-log/last-sends.tsx'
import { SentTodayBadges } from './shift-log/sent-today-badges.tsx'
import { ShiftLog } from './shift-log/shift-log.tsx'
import { ShortcutsPanel } from './shortcuts-panel.tsx'

/** What no form waits for. */
export const laterScreens = {
  DraftSaid,
  OutcomeNotice: withClient(OutcomeNotice),
  OutcomeScreen: withClient(OutcomeScreen),
  ConferringScreen: withClient(ConferringScreen),
  OtherCleared,
  LastSends: withClient(LastSends),
  SentTodayBadges: withClient(SentTodayBadges),
  ShiftLog: withClient(ShiftLog),
  CrashScreen: withClient(CrashScreen),
  ShortcutsPanel,
}

export type LaterScreens = typeof laterScreens
