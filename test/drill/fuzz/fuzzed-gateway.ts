// The gateway in a process of its own, so that its memory is nobody else's.
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { startHouse } from '../../house.ts'
import { measureMemory } from './memory.ts'
import { isLeak } from './planted.ts'

const { env, hubsoftUrl } = JSON.parse(process.argv[2] ?? '{}')
const say = (message: object) => process.send?.(message)
const rates = Object.fromEntries(Object.keys(ratesPerMinute).map((name) => [name, 1e9]))

const house = await startHouse({
  env,
  hubsoftUrl,
  limits: { requestTimeoutMs: 300, idleTimeoutMs: 100, rates: { ...ratesPerMinute, ...rates } },
  logTo(line) {
    const { level, msg } = JSON.parse(line)
    const isOurs = level >= 50 && !String(msg).startsWith('hubsoft ')
    if (isOurs || isLeak(line)) say({ kind: 'fault', line })
  },
})
say({ kind: 'ready', url: house.url })

process.on('message', async (order) => {
  if (order === 'measure') say({ kind: 'memory', ...(await measureMemory()) })
  if (order !== 'stop') return
  await house.stop()
  process.disconnect()
})
