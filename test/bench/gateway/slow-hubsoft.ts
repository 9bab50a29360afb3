// A process of its own: the stand-in, which answers a ticket after 150 ± 50 ms, the same for the same ticket whoever
// sends it, and lists none. Prints its address.
import { setTimeout } from 'node:timers/promises'
import { startEmulator } from '#src/emulator/server.ts'
import { answerMs, placeIn } from './tickets.ts'

const { url } = await startEmulator({
  async through(request, answer) {
    const begunMs = performance.now()
    const place = request.method === 'POST' ? placeIn(await request.clone().text()) : null
    const response = await answer(request)
    if (place !== null) await setTimeout(answerMs(place) - (performance.now() - begunMs))
    return response
  },
})
console.log(url)
