import type { Logger } from 'pino'
import type { HubsoftEvent } from './hubsoft-event.ts'

/** One line when HubSoft's situation changes, not one a request: down, back, account refused, taken again. */
export function createSituationLog(log: Logger): (event: HubsoftEvent) => void {
  let [isDown, isRefused] = [false, false]
  return (event) => {
    const before = { isDown, isRefused }
    if (event.kind === 'breaker') isDown = event.state === 'open'
    if (event.kind === 'renewal' && event.result !== 'failed')
      isRefused = event.result === 'refused'

    if (isDown && !before.isDown) log.error('hubsoft is down: sends are turned away at once')
    if (!isDown && before.isDown) log.warn('hubsoft is back')
    if (isRefused && !before.isRefused) {
      log.error('hubsoft refuses the API account: HUBSOFT_CLIENT_ID and the other three')
    }
    if (!isRefused && before.isRefused) log.warn('hubsoft takes the API account again')
  }
}
