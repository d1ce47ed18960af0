import type { Counter, EventHandle, RandomStream, Simulation, TimeWeighted } from '../../../engine/index.ts'
import type { Clients } from './clients.ts'
import { type Settings, oneWay, serverTerm } from './parameters.ts'

/** A write at the server: by whom, what to do when it is done, and how many approvals are still missing. */
interface Write {
  readonly client: number
  readonly flushed: () => void
  missing: number
}

/** The file server: grants leases, asks their holders before it writes, and works on one request after the other. */
export class Server {
  /** Messages about consistency, in either direction: validations, fetches, requests for approval and answers. */
  readonly consistency: Counter
  /** Of these, requests to read and their replies. */
  readonly extensions: Counter
  /** Promises that the server has to remember. */
  readonly records: TimeWeighted
  /** Requests that are being worked on. */
  readonly busy: TimeWeighted
  /** Number of the last write, by file. */
  readonly versions: Int32Array
  /** False during an outage. */
  up = true
  private readonly sim: Simulation
  private readonly p: Settings
  private readonly clients: Clients
  private readonly term: number
  private readonly delay: number
  private readonly asks: boolean
  private readonly silence: RandomStream
  /** End of the promise to each client, s; 0: none. */
  private readonly until: Float64Array
  private readonly expiry: EventHandle[]
  /** Writes that wait, by file: while there are any, no promise is made. */
  private readonly waiting: Int32Array
  private freeAt = 0
  /** When the last promise made before a crash has ended. */
  private safeAt = 0

  constructor(sim: Simulation, p: Settings, clients: Clients) {
    this.sim = sim
    this.p = p
    this.clients = clients
    this.term = serverTerm(p)
    this.delay = oneWay(p)
    this.asks = this.term > 0
    this.consistency = sim.counter('consistency messages')
    this.extensions = sim.counter('extension messages')
    this.records = sim.timeWeighted('records')
    this.busy = sim.timeWeighted('busy')
    this.silence = sim.stream('silent holders')
    this.until = new Float64Array(p.clients)
    this.expiry = Array.from({ length: p.clients }, () => 0)
    this.versions = new Int32Array(p.clients / p.sharing)
    this.waiting = new Int32Array(p.clients / p.sharing)
  }

  /** Runs `done` when the server has worked for `seconds`, after all that came before. */
  work(seconds: number, done: () => void): void {
    if (seconds === 0) {
      done()
      return
    }
    const from = Math.max(this.sim.now, this.freeAt)
    this.freeAt = from + seconds
    this.sim.schedule(from - this.sim.now, () => this.busy.set(1))
    this.sim.schedule(this.freeAt - this.sim.now, () => {
      if (this.freeAt <= this.sim.now) this.busy.set(0)
      done()
    })
  }

  /** A request to read or to validate a copy. `answer` takes the version, and whether a promise comes with it. */
  read(client: number, answer: (version: number, promised: boolean) => void): void {
    this.consistency.increment(2)
    this.extensions.increment(2)
    this.work(this.p.serverTime, () => {
      const file = this.fileOf(client)
      const blocked = this.waiting[file]! > 0 && this.p.onWrite === 'invalidate'
      const promised = this.asks && !blocked
      if (promised) this.grant(client)
      const version = this.versions[file]!
      this.sim.schedule(this.delay, () => answer(version, promised))
    })
  }

  /** A write has arrived; `flushed` runs when it is done, with the time that it waited for others. */
  write(client: number, flushed: (waited: number) => void): void {
    this.work(this.p.serverTime, () => {
      const file = this.fileOf(client)
      const arrivedAt = this.sim.now
      const write: Write = {
        client,
        missing: 1,
        flushed: () => flushed(this.sim.now - arrivedAt),
      }
      this.waiting[file]!++
      if (this.asks && this.p.sharing > 1) this.askOthers(file, write)
      // After a crash nobody knows who holds a lease: the longest one is waited out.
      const rest = this.safeAt - this.sim.now
      if (rest > 0) this.sim.schedule(rest, () => this.approved(file, write))
      else this.approved(file, write)
    })
  }

  /** All is forgotten; with leases, nothing is written before the longest of them has ended. */
  crash(): void {
    this.up = false
    const longest = this.until.reduce((last, until) => Math.max(last, until), 0)
    for (let client = 0; client < this.until.length; client++) this.forget(client)
    if (this.p.protocol === 'lease' && longest > this.sim.now)
      this.safeAt = this.sim.now + this.p.outage + (this.p.term === Infinity ? 0 : this.p.term)
    this.sim.schedule(this.p.outage, () => (this.up = true))
  }

  private fileOf(client: number): number {
    return Math.floor(client / this.p.sharing)
  }

  private grant(client: number): void {
    const limited = this.term < Infinity
    if (this.until[client]! === 0) this.records.add(1)
    else if (limited) this.sim.cancel(this.expiry[client]!)
    this.until[client] = this.sim.now + this.term
    if (limited) this.expiry[client] = this.sim.schedule(this.term, () => this.forget(client))
  }

  private forget(client: number): void {
    if (this.until[client]! === 0) return
    if (this.term < Infinity) this.sim.cancel(this.expiry[client]!)
    this.until[client] = 0
    this.records.add(-1)
  }

  private askOthers(file: number, write: Write): void {
    const { sharing, onWrite, approvals } = this.p
    let asked = 0
    for (let other = file * sharing; other < (file + 1) * sharing; other++) {
      if (other === write.client || (onWrite === 'invalidate' && this.until[other]! === 0)) continue
      asked++
      this.ask(other, file, write)
    }
    // The writer has approved by writing; the others answer one by one.
    this.consistency.increment(asked === 0 ? 0 : approvals === 'multicast' ? 1 + asked : 2 * asked)
  }

  private ask(holder: number, file: number, write: Write): void {
    write.missing++
    const end = this.until[holder]! - this.sim.now
    if (this.p.silentHolders > 0 && end < Infinity && this.silence.bernoulli(this.p.silentHolders)) {
      this.sim.schedule(Math.max(0, end), () => this.approved(file, write))
      return
    }
    this.sim.schedule(this.delay, () => {
      if (this.p.onWrite === 'invalidate') this.clients.drop(holder)
      this.sim.schedule(this.delay, () => {
        if (this.p.onWrite === 'invalidate') this.forget(holder)
        this.approved(file, write)
      })
    })
  }

  private approved(file: number, write: Write): void {
    write.missing--
    if (write.missing > 0) return
    this.waiting[file]!--
    this.versions[file]!++
    this.clients.wrote(write.client, this.versions[file]!)
    write.flushed()
  }
}
