// A process of its own: the stand-in, which answers a ticket after so many ms as it is told, a third of that more or
// less, the same for the same ticket whoever sends it, and lists none. Prints its address.
import { setTimeout } from 'node:timers/promises'
import { startEmulator } from '#src/emulator/server.ts'
import { answerMs, placeIn } from './tickets.ts'

const middleMs = Number(process.argv[2])
const { url } = await startEmulator({
  async through(request, answer) {
    const begunMs = performance.now()
    const place = request.method === 'POST' ? placeIn(await request.clone().text()) : null
    const response = await answer(request)
    if (place !== null) await setTimeout(answerMs(place, middleMs) - (performance.now() - begunMs))
    return response
  },
})
console.log(url)
