import type { Counter, ProcessBody, Simulation } from '../../../engine/index.ts'
import { type Settings, oneWay } from './parameters.ts'
import type { Server } from './server.ts'

/** A client that works through a long file, asking for `prefetch` blocks in advance. */
export function* scan(sim: Simulation, p: Settings, server: Server, blocks: Counter): ProcessBody {
  const fetch = () => {
    const here = sim.once('block')
    sim.schedule(oneWay(p), () => server.work(p.serverTime, () => here.succeedAfter(oneWay(p), undefined)))
    return here
  }
  const ahead = Array.from({ length: p.prefetch }, fetch)
  for (let block = 0; ; block++) {
    if (p.prefetch === 0) yield* fetch()
    else {
      // Asked for when the work on the block that many before it began.
      yield* ahead[block % p.prefetch]!
      ahead[block % p.prefetch] = fetch()
    }
    yield* sim.delay(p.scanTime)
    blocks.increment()
  }
}
