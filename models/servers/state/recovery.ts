import type { Simulation } from '../../../engine/index.ts'
import type { Clients } from './clients.ts'
import type { Settings } from './parameters.ts'
import type { Server } from './server.ts'

/** What it takes until all clients work as before the crash. */
export interface Recovery {
  /** Time from the restart until the last file was open again, s; undefined before that. */
  readonly last: number | undefined
  /** Mean time from the restart until a file was open again, s. */
  readonly mean: number | undefined
}

/**
 * Crashes the server. With callbacks, the clients learn at once that it is up again, take no copy for current any more,
 * and open their files anew; without a state at the server there is nothing to recover.
 */
export function crash(sim: Simulation, p: Settings, server: Server, clients: Clients): () => Recovery {
  let opened = 0
  let sum = 0
  let last: number | undefined
  const total = p.clients * p.handles
  if (p.outage === 0) return () => ({ last: undefined, mean: undefined })
  const spread = sim.stream('recovery spread')
  const restart = p.crashAt + p.outage

  const reopen = (left: number): void => {
    server.work(p.reopenTime, () => {
      opened++
      sum += sim.now - restart
      if (opened === total) last = sim.now - restart
    })
    if (left > 1) reopen(left - 1)
  }

  sim.schedule(p.crashAt, () => server.crash())
  if (p.protocol === 'callback') {
    sim.schedule(restart, () => {
      clients.dropAll()
      if (p.handles === 0) return
      for (let client = 0; client < p.clients; client++)
        sim.schedule(p.recoverySpread === 0 ? 0 : spread.uniform(0, p.recoverySpread), () => reopen(p.handles))
    })
  }
  return () => ({ last, mean: opened === total && total > 0 ? sum / total : undefined })
}
