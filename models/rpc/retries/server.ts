import type { Counter, Simulation, TimeWeighted } from '../../../engine/index.ts'
import type { Call } from './call.ts'
import type { Channel } from './channel.ts'
import type { DuplicateTable } from './duplicate-table.ts'
import type { Ledger } from './ledger.ts'
import { type Settings, limit } from './parameters.ts'

/** What one execution adds to the variable that the procedure increments: the usual example of an operation that must not be repeated. */
export const increment = 1000

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
  /** Executions in progress. */
  readonly busy: TimeWeighted
  /** Requests that wait for a server. */
  readonly queue: TimeWeighted
  private readonly sim: Simulation
  private readonly table: DuplicateTable | undefined
  private readonly ledger: Ledger
  /** Executions at a time; 0 during an outage. */
  private capacity: number
  private readonly replyChannel: Channel
  private readonly deliverReply: (call: Call) => void
  private first: Waiting | undefined
  private last: Waiting | undefined

  /** @param table undefined: duplicates are not recognised. @param deliverReply what a reply does when it arrives. */
  constructor(
    sim: Simulation,
    { servers, outageStart, outageLength }: Pick<Settings, 'servers' | 'outageStart' | 'outageLength'>,
    to: { ledger: Ledger; table: DuplicateTable | undefined; replies: Channel; deliverReply: (call: Call) => void },
  ) {
    this.sim = sim
    this.table = to.table
    this.ledger = to.ledger
    this.capacity = limit(servers)
    this.replyChannel = to.replies
    this.deliverReply = to.deliverReply
    this.arrivals = sim.counter('requests arrived')
    this.increments = sim.counter('increments')
    this.busy = sim.timeWeighted('busy servers')
    this.queue = sim.timeWeighted('waiting requests')
    if (outageLength === 0) return
    sim.schedule(outageStart, () => (this.capacity = 0))
    sim.schedule(outageStart + outageLength, () => {
      this.capacity = limit(servers)
      this.admit()
    })
  }

  /** A request has arrived. */
  receiveRequest(call: Call): void {
    this.arrivals.increment()
    // The execution in progress will answer the duplicate as well.
    if (call.record === 'in progress') return
    if (call.record === 'done') {
      this.reply(call)
      return
    }
    this.table?.begin(call)
    call.pending++
    if (this.busy.level < this.capacity) this.execute(call)
    else this.wait(call)
  }

  /** The acknowledgement of a reply has arrived. */
  receiveAcknowledgement(call: Call): void {
    this.table?.acknowledge(call)
  }

  private execute(call: Call): void {
    this.busy.add(1)
    this.sim.schedule(call.work, () => this.executed(call))
  }

  private executed(call: Call): void {
    this.busy.add(-1)
    call.executions++
    this.increments.increment(increment)
    this.table?.complete(call)
    this.reply(call)
    this.ledger.release(call)
    this.admit()
  }

  private reply(call: Call): void {
    call.replies++
    this.replyChannel.send(call, this.deliverReply)
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
      this.execute(call)
    }
  }
}
