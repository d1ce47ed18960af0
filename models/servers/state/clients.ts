import type { Counter, RandomStream, Simulation, Tally } from '../../../engine/index.ts'
import { type Settings, clientTerm, oneWay } from './parameters.ts'
import type { Server } from './server.ts'

/** The clients and their caches: each has a copy of one file, which it reads and writes. */
export class Clients {
  readonly reads: Counter
  /** Reads from a copy that another client has changed since. */
  readonly stale: Counter
  /** Writes by programs. */
  readonly writes: Counter
  /** Writes that go to the server. */
  readonly flushes: Counter
  /** Time that reads take and writes wait because of consistency, s, one entry per read or write at the server. */
  readonly addedDelay: Tally
  /** Time that writes wait for approvals or ends of leases, s. */
  readonly writeWait: Tally
  private readonly sim: Simulation
  private readonly p: Settings
  private readonly term: number
  private readonly delay: number
  private readonly reading: RandomStream
  private readonly writing: RandomStream
  /** Until when each copy counts as current, s. */
  private readonly validUntil: Float64Array
  private readonly copies: Int32Array
  /** Clients with a write in their cache that has not gone to the server. */
  private readonly dirty: Uint8Array
  private server!: Server

  constructor(sim: Simulation, p: Settings) {
    this.sim = sim
    this.p = p
    this.term = clientTerm(p)
    this.delay = oneWay(p)
    this.reading = sim.stream('reads')
    this.writing = sim.stream('writes')
    this.reads = sim.counter('reads')
    this.stale = sim.counter('stale reads')
    this.writes = sim.counter('writes')
    this.flushes = sim.counter('flushes')
    this.addedDelay = sim.tally('added delay')
    this.writeWait = sim.tally('write wait')
    this.validUntil = new Float64Array(p.clients)
    this.copies = new Int32Array(p.clients)
    this.dirty = new Uint8Array(p.clients)
  }

  /** Sets the load going. */
  begin(server: Server): void {
    this.server = server
    for (let client = 0; client < this.p.clients; client++) {
      if (this.p.readRate > 0) this.thenRead(client)
      if (this.p.writeRate > 0) this.thenWrite(client)
    }
  }

  /** The server wants to change the file: the copy is not used any more. */
  drop(client: number): void {
    this.validUntil[client] = 0
  }

  /** The server has no promises any more: every copy has to be validated. */
  dropAll(): void {
    this.validUntil.fill(0)
  }

  /** A write of this client is done: its own copy, if it has one, is the newest. */
  wrote(client: number, version: number): void {
    this.copies[client] = version
  }

  private thenRead(client: number): void {
    this.sim.schedule(this.reading.exponential(1 / this.p.readRate), () => {
      if (this.validUntil[client]! <= this.sim.now) {
        this.ask(client, this.sim.now)
        return
      }
      this.reads.increment()
      const file = Math.floor(client / this.p.sharing)
      if (this.copies[client]! < this.server.versions[file]!) this.stale.increment()
      this.addedDelay.record(0)
      this.thenRead(client)
    })
  }

  private ask(client: number, since: number): void {
    this.sim.schedule(this.delay, () => {
      if (!this.server.up) {
        this.sim.schedule(this.p.retryInterval, () => this.ask(client, since))
        return
      }
      this.server.read(client, (version, promised) => {
        // A reply that was on its way when a write of this very client was done does not undo it.
        this.copies[client] = Math.max(version, this.copies[client]!)
        this.validUntil[client] = promised || this.p.protocol === 'ttl' ? this.sim.now + this.term : 0
        this.reads.increment()
        this.addedDelay.record(this.sim.now - since)
        this.thenRead(client)
      })
    })
  }

  private thenWrite(client: number): void {
    this.sim.schedule(this.writing.exponential(1 / this.p.writeRate), () => {
      this.thenWrite(client)
      this.writes.increment()
      if (this.p.writeBack === 0) this.flush(client)
      else if (this.dirty[client] === 0) {
        this.dirty[client] = 1
        this.sim.schedule(this.p.writeBack, () => {
          this.dirty[client] = 0
          this.flush(client)
        })
      }
    })
  }

  private flush(client: number): void {
    this.flushes.increment()
    this.sendWrite(client)
  }

  private sendWrite(client: number): void {
    this.sim.schedule(this.delay, () => {
      if (!this.server.up) {
        this.sim.schedule(this.p.retryInterval, () => this.sendWrite(client))
        return
      }
      this.server.write(client, (waited) => {
        this.writeWait.record(waited)
        this.addedDelay.record(waited)
      })
    })
  }
}
