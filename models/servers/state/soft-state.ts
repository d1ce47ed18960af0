import { type Counter, type EventHandle, type Simulation, type Tally } from '../../../engine/index.ts'
import type { Settings } from './parameters.ts'

/**
 * What the server knows of clients that tell it time and again that they are there. It drops a client that it has not
 * heard of for k intervals; the client may be dead, or k refreshes were lost.
 */
export class SoftState {
  /** Refreshes that arrived. */
  readonly received: Counter
  /** Clients dropped although they live. */
  readonly falseExpiries: Counter
  /** Time that the server knows a client which is dead, s. */
  readonly orphaned: Tally

  constructor(sim: Simulation, { clients, refreshInterval, missedRefreshes, refreshLoss, deathRate }: Settings) {
    this.received = sim.counter('refreshes')
    this.falseExpiries = sim.counter('false expiries')
    this.orphaned = sim.tally('orphan time')
    if (refreshInterval === 0) return
    const losses = sim.stream('refresh losses')
    const deaths = sim.stream('deaths')
    const phases = sim.stream('refresh phases')
    // A refresh in time comes before the expiry at the same instant, even where sums of doubles say otherwise.
    const patience = missedRefreshes * refreshInterval * (1 + 1e-9)

    const live = (): void => {
      const diesAt = deathRate > 0 ? sim.now + deaths.exponential(1 / deathRate) : Infinity
      let expiry: EventHandle | undefined
      const expire = (): void => {
        expiry = undefined
        if (sim.now < diesAt) this.falseExpiries.increment()
        else this.orphaned.record(sim.now - diesAt)
      }
      const refresh = (): void => {
        if (sim.now >= diesAt) {
          live()
          return
        }
        if (!losses.bernoulli(refreshLoss)) {
          this.received.increment()
          if (expiry !== undefined) sim.cancel(expiry)
          expiry = sim.schedule(patience, expire)
        }
        sim.schedule(refreshInterval, refresh)
      }
      sim.schedule(phases.uniform(0, refreshInterval), refresh)
    }
    for (let client = 0; client < clients; client++) live()
  }
}
