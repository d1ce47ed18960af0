import type { EventHandle, RandomStream, Simulation } from '../../../engine/index.ts'
import type { Settings } from './parameters.ts'

/** A call at a replica. */
interface Job {
  readonly work: number
  readonly done: () => void
}

/** One server: serves calls while it is up, and forgets them when it crashes. */
export class Replica {
  /** Which machine it is on: the stub has to know. */
  machine = 0
  up = true
  private readonly sim: Simulation
  private readonly fifo: boolean
  private waiting: Job[] = []
  private serving = new Set<EventHandle>()

  constructor(sim: Simulation, p: Settings, { failures, moves }: { failures: RandomStream; moves: RandomStream }) {
    this.sim = sim
    this.fifo = p.queueing === 'fifo'
    if (p.meanUp < Infinity) {
      // Begins in the long run's proportion of up and down.
      this.up = failures.bernoulli(p.meanUp / (p.meanUp + p.meanDown))
      const change = (): void => {
        this.up = !this.up
        if (!this.up) this.crash()
        this.sim.schedule(failures.exponential(this.up ? p.meanUp : p.meanDown), change)
      }
      this.sim.schedule(failures.exponential(this.up ? p.meanUp : p.meanDown), change)
    }
    if (p.moveRate > 0) {
      const move = (): void => {
        this.machine++
        this.sim.schedule(moves.exponential(1 / p.moveRate), move)
      }
      this.sim.schedule(moves.exponential(1 / p.moveRate), move)
    }
  }

  /** A call arrives; nothing ever comes of it if the replica is down, or goes down before it is done. */
  serve(work: number, done: () => void): void {
    if (!this.up) return
    if (this.fifo && this.serving.size > 0) this.waiting.push({ work, done })
    else this.begin({ work, done })
  }

  private begin({ work, done }: Job): void {
    const end = this.sim.schedule(work, () => {
      this.serving.delete(end)
      done()
      const next = this.waiting.shift()
      if (next !== undefined) this.begin(next)
    })
    this.serving.add(end)
  }

  private crash(): void {
    for (const end of this.serving) this.sim.cancel(end)
    this.serving.clear()
    this.waiting = []
  }
}
