import type { Counter, EventHandle, Simulation, TimeWeighted } from '../../../engine/index.ts'
import type { Call } from './call.ts'
import type { Channel } from './channel.ts'
import type { DuplicateTable } from './duplicate-table.ts'
import type { Ledger } from './ledger.ts'
import { type Settings, limit } from './parameters.ts'

/** What one execution adds to the variable that the procedure increments: the usual example of an operation that must not be repeated. */
export const increment = 1000

/** What a server takes from the parameters. */
type ServerSettings = Pick<
  Settings,
  | 'semantics'
  | 'servers'
  | 'outageStart'
  | 'outageLength'
  | 'outageServers'
  | 'lowWaterMark'
  | 'acknowledging'
  | 'timeout'
  | 'propagateDeadline'
  | 'hedgeAfter'
  | 'hedgeCancel'
>

interface Waiting {
  readonly call: Call
  next: Waiting | undefined
}

/** The server: executes requests, a limited number at a time, and answers duplicates from its table where it has one. */
export class Server {
  /** Requests that have arrived, duplicates included. */
  readonly arrivals: Counter
  /** Sum of all increments. */
  readonly increments: Counter
  /** Told of each request that arrives. */
  onArrival: (() => void) | undefined = undefined
  /** Executions in progress. */
  readonly busy: TimeWeighted
  /** Requests that wait for a server. */
  readonly queue: TimeWeighted
  /** Requests refused because a later call of the same caller has come. */
  readonly tooOld: Counter
  private readonly sim: Simulation
  private readonly p: ServerSettings
  /** Time of an execution for a call, s. */
  private readonly work: (call: Call) => number
  /** Executions in progress that may be cancelled. */
  private readonly running = new Map<Call, EventHandle>()
  private readonly table: DuplicateTable | undefined
  private readonly ledger: Ledger
  /** Executions at a time; `outageServers` during an outage. */
  private capacity: number
  private readonly replyChannel: Channel
  private readonly deliverReply: (call: Call) => void
  private first: Waiting | undefined = undefined
  private last: Waiting | undefined = undefined

  /** @param table undefined: duplicates are not recognised. @param deliverReply what a reply does when it arrives. */
  constructor(
    sim: Simulation,
    p: ServerSettings,
    to: {
      ledger: Ledger
      table: DuplicateTable | undefined
      replies: Channel
      deliverReply: (call: Call) => void
      work: (call: Call) => number
    },
  ) {
    const { servers, outageStart, outageLength } = p
    this.p = p
    this.work = to.work
    this.sim = sim
    this.table = to.table
    this.ledger = to.ledger
    this.capacity = limit(servers)
    this.replyChannel = to.replies
    this.deliverReply = to.deliverReply
    this.tooOld = sim.counter('requests too old')
    this.arrivals = sim.counter('requests arrived')
    this.increments = sim.counter('increments')
    this.busy = sim.timeWeighted('busy servers')
    this.queue = sim.timeWeighted('waiting requests')
    if (outageLength === 0) return
    sim.schedule(outageStart, () => (this.capacity = p.outageServers))
    sim.schedule(outageStart + outageLength, () => {
      this.capacity = limit(servers)
      this.admit()
    })
  }

  /** A request has arrived. */
  receiveRequest(call: Call): void {
    this.arrivals.increment()
    this.onArrival?.()
    if (this.table !== undefined && this.isKnown(call)) return
    this.table?.begin(call)
    call.pending++
    if (this.busy.level < this.capacity) this.execute(call)
    else this.wait(call)
  }

  /** The acknowledgement of a reply has arrived. */
  receiveAcknowledgement(call: Call): void {
    this.table?.acknowledge(call)
    if (call.replyTimer === undefined) return
    this.sim.cancel(call.replyTimer)
    call.replyTimer = undefined
    this.ledger.release(call)
  }

  /** The client needs no reply any more: what has not been executed is not executed. */
  cancel(call: Call): void {
    const execution = this.running.get(call)
    if (execution !== undefined) {
      this.sim.cancel(execution)
      this.running.delete(call)
      this.busy.add(-1)
      this.ledger.release(call)
      this.admit()
      return
    }
    let before: Waiting | undefined
    for (let waiting = this.first; waiting !== undefined; before = waiting, waiting = waiting.next) {
      if (waiting.call !== call) continue
      if (before === undefined) this.first = waiting.next
      else before.next = waiting.next
      if (this.last === waiting) this.last = before
      this.queue.add(-1)
      this.ledger.release(call)
      return
    }
  }

  /** Deals with a request for a call that is on record, or that is older than what the server remembers. */
  private isKnown(call: Call): boolean {
    if (call.record === 'none') {
      // A later call of the caller is on record: this one is a duplicate that was overtaken.
      if (!call.superseded || !this.p.lowWaterMark) return false
      this.tooOld.increment()
      return true
    }
    // The execution in progress will answer the duplicate as well, and so will a server that repeats its reply.
    if (call.record === 'done' && call.replyTimer === undefined) this.reply(call)
    return true
  }

  private execute(call: Call): void {
    this.busy.add(1)
    const execution = this.sim.schedule(this.work(call), () => this.executed(call))
    if (this.p.hedgeAfter < Infinity && this.p.hedgeCancel) this.running.set(call, execution)
  }

  private executed(call: Call): void {
    this.busy.add(-1)
    this.running.delete(call)
    call.executions++
    if (call.over) call.wasted++
    this.increments.increment(increment)
    this.table?.complete(call)
    this.reply(call)
    if (this.p.semantics === 'exactly-once' && this.p.acknowledging === 'server') {
      call.pending++
      this.repeatReply(call)
    }
    this.ledger.release(call)
    this.admit()
  }

  private reply(call: Call): void {
    call.replies++
    this.replyChannel.send(call, this.deliverReply)
  }

  private repeatReply(call: Call): void {
    call.replyTimer = this.sim.schedule(this.p.timeout, () => {
      this.reply(call)
      this.repeatReply(call)
    })
  }

  private wait(call: Call): void {
    const waiting: Waiting = { call, next: undefined }
    if (this.last === undefined) this.first = waiting
    else this.last.next = waiting
    this.last = waiting
    this.queue.add(1)
  }

  private admit(): void {
    while (this.first !== undefined && this.busy.level < this.capacity) {
      const { call, next } = this.first
      this.first = next
      if (next === undefined) this.last = undefined
      this.queue.add(-1)
      if (this.p.propagateDeadline && this.sim.now >= call.deadlineAt) this.ledger.release(call)
      else this.execute(call)
    }
  }
}
