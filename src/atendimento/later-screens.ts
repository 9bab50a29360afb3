import { CrashScreen } from './crash/crash-screen.tsx'
import { GoneScreen } from './doubt/gone-screen.tsx'
import { Meanwhile } from './doubt/meanwhile.tsx'
import { RecordLostScreen } from './doubt/record-lost-screen.tsx'
import { OutcomeNotice } from './form/outcome-notice.tsx'
import { LastScreen } from './last-screen.tsx'
import { NotKnownTickets } from './shift-log/not-known-tickets.tsx'
import { ShiftLog } from './shift-log/shift-log.tsx'

/** What no form waits for: a file of its own, and one alone, since its parts share much that no form needs. */
export const laterScreens = {
  OutcomeNotice,
  Meanwhile,
  LastScreen,
  GoneScreen,
  RecordLostScreen,
  CrashScreen,
  ShiftLog,
  NotKnownTickets,
}
