import type { Counter, EventHandle, Quantiles, RandomStream, Simulation, Tally } from '../../../engine/index.ts'
import { type Settings, answersNeeded } from './parameters.ts'
import type { Replica } from './replica.ts'

/** One call of the program behind the stub. */
interface Call {
  readonly madeAt: number
  answers: number
  over: boolean
  /** Replicas that have been tried (calling = one). */
  tried: number
  timer: EventHandle
}

/** The client stub that hides the replicas: one call in, several out, one answer back. */
export class Stub {
  /** 1 for calls that end with an answer, kept ones included, else 0. */
  readonly succeeded: Tally
  /** 1 for calls whose answer is one that the stub had kept, else 0. */
  readonly fromCache: Tally
  /** Time from call to answer, of fresh answers, s. */
  readonly duration: Tally
  readonly durations: Quantiles
  /** Age of the kept answers that were passed, s. */
  readonly age: Tally
  /** Messages to replicas. */
  readonly messages: Counter
  readonly calls: Counter
  /** Round trips to find a replica that has moved. */
  readonly rebindings: Counter
  private readonly sim: Simulation
  private readonly p: Settings
  private readonly replicas: readonly Replica[]
  private readonly work: readonly RandomStream[]
  private readonly needed: number
  /** Machine of each replica, as far as the stub knows. */
  private readonly known: number[]
  /** Replica that a call begins with (calling = one). */
  private preferred = 0
  private keptAt = -Infinity

  constructor(sim: Simulation, p: Settings, replicas: readonly Replica[]) {
    this.sim = sim
    this.p = p
    this.replicas = replicas
    this.work = replicas.map((_, i) => sim.stream(`service ${i}`))
    this.needed = answersNeeded(p)
    this.known = replicas.map(() => 0)
    this.succeeded = sim.tally('succeeded')
    this.fromCache = sim.tally('from cache')
    this.duration = sim.tally('duration')
    this.durations = sim.quantiles('duration')
    this.age = sim.tally('age')
    this.messages = sim.counter('messages')
    this.calls = sim.counter('calls')
    this.rebindings = sim.counter('rebindings')
  }

  /** The program makes a call. */
  call(): void {
    const call: Call = { madeAt: this.sim.now, answers: 0, over: false, tried: 0, timer: 0 }
    this.calls.increment()
    if (this.p.calling === 'one') {
      this.tryNext(call, this.preferred)
      return
    }
    call.timer = this.sim.schedule(this.p.timeout, () => this.fail(call))
    for (let i = 0; i < this.replicas.length; i++) this.ask(call, i)
  }

  private tryNext(call: Call, replica: number): void {
    if (call.tried === this.replicas.length) {
      this.fail(call)
      return
    }
    call.tried++
    call.timer = this.sim.schedule(this.p.timeout, () => this.tryNext(call, (replica + 1) % this.replicas.length))
    this.ask(call, replica)
  }

  private ask(call: Call, i: number): void {
    this.messages.increment()
    const replica = this.replicas[i]!
    const work = this.p.serviceTime.sample(this.work[i]!)
    this.sim.schedule(this.p.latency, () => {
      if (this.known[i] === replica.machine || !replica.up) {
        replica.serve(work, () => this.sim.schedule(this.p.latency, () => this.answered(call, i)))
        return
      }
      // The old machine tells where the replica is now.
      const { machine } = replica
      this.sim.schedule(this.p.latency, () => {
        this.known[i] = machine
        this.rebindings.increment()
        this.ask(call, i)
      })
    })
  }

  private answered(call: Call, i: number): void {
    if (call.over) return
    call.answers++
    if (call.answers < this.needed) return
    call.over = true
    this.sim.cancel(call.timer)
    if (this.p.rebinding === 'sticky') this.preferred = i
    this.keptAt = this.sim.now
    this.succeeded.record(1)
    this.fromCache.record(0)
    this.duration.record(this.sim.now - call.madeAt)
    this.durations.record(this.sim.now - call.madeAt)
  }

  private fail(call: Call): void {
    call.over = true
    const age = this.sim.now - this.keptAt
    const kept = age <= this.p.cacheTime
    if (kept) this.age.record(age)
    this.succeeded.record(kept ? 1 : 0)
    this.fromCache.record(kept ? 1 : 0)
  }
}
