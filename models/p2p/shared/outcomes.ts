import type { Quantiles, Simulation } from '../../../engine/index.ts'

/** No path is longer; those that are count as this long. */
const mostHops = 1024

/** Counts how lookups went, alike for every overlay. Everything starts anew at the end of the warm-up. */
export class Outcomes {
  /** Lookups that ended, answered or not. */
  ended = 0
  answered = 0
  /** Answered with a node that was not responsible for the key at that moment. */
  wrong = 0
  /** Dead nodes contacted, and messages sent, by all lookups. */
  timeouts = 0
  messages = 0
  /** byHops[h]: answered lookups that took h hops. */
  readonly byHops = new Float64Array(mostHops)
  /** Path lengths and latencies of answered lookups. */
  readonly hops: Quantiles
  readonly latencies: Quantiles
  /** Latencies of answered lookups together, s. */
  totalLatency = 0
  private hopSum = 0

  constructor(sim: Simulation) {
    this.hops = sim.quantiles('hops')
    this.latencies = sim.quantiles('lookup latency')
    sim.onWarmUpEnd(() => {
      this.ended = this.answered = this.wrong = this.timeouts = this.messages = this.hopSum = this.totalLatency = 0
      this.byHops.fill(0)
    })
  }

  /**
   * A lookup has ended with an answer.
   * @param latency from its start, s
   * @param right whether the node it found was responsible for the key at that moment
   */
  answer(hops: number, latency: number, right: boolean): void {
    this.ended++
    this.answered++
    if (!right) this.wrong++
    this.byHops[Math.min(hops, mostHops - 1)]! += 1
    this.hops.record(hops)
    this.hopSum += hops
    this.latencies.record(latency)
    this.totalLatency += latency
  }

  /** A lookup has ended without an answer. */
  giveUp(): void {
    this.ended++
  }

  get meanHops(): number | undefined {
    return this.answered === 0 ? undefined : this.hopSum / this.answered
  }

  /** s */
  get meanLatency(): number | undefined {
    return this.answered === 0 ? undefined : this.totalLatency / this.answered
  }

  /** Share of answered lookups that took so many hops. */
  shareAt(hops: number): number | undefined {
    return this.answered === 0 ? undefined : this.byHops[hops]! / this.answered
  }

  /** Share of lookups that ended without an answer or with a wrong one. */
  get failedShare(): number | undefined {
    return this.perLookup(this.ended - this.answered + this.wrong)
  }

  /** A count over all lookups that ended, answered or not. */
  perLookup(count: number): number | undefined {
    return this.ended === 0 ? undefined : count / this.ended
  }
}
