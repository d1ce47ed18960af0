import type { Counter, EventHandle, Quantiles, Simulation, Tally, TimeWeighted } from '../../../engine/index.ts'
import { Cores, type CoresOptions } from '../shared/cores.ts'

/** A request on its way through the pool. A client reuses its own from one request to the next. */
export interface Request {
  /** What it wants: CPU time, blocking time, CPU time, blocking time ... of its stages, seconds. */
  readonly parts: number[]
  /** When it was sent, s. */
  arrivedAt: number
  /** The one behind it in the queue for a thread. */
  behind: Request | undefined
  /** Runs when the request is answered or refused. */
  readonly over: () => void
}

/** What the pool is like. */
export interface PoolOptions extends CoresOptions {
  /** Requests that may wait for a thread; one more is refused. */
  readonly queueLimit: number
  /** Core time that it takes to create a thread, spent before its first request, s, >= 0. */
  readonly creation: number
  /** How long an idle thread lives, s, >= 0; Infinity: all threads are there from the start and for ever. */
  readonly keepAlive: number
}

/**
 * Worker threads that take requests first come, first served. A thread works on one request at a time and holds a core
 * only during its CPU parts. Of several idle threads the one that became idle last is woken: its cache is the warmest. A
 * thread is created when a request finds none idle and there may be more.
 */
export class Pool {
  readonly cores: Cores
  /** Threads with a request, over time. */
  readonly busyThreads: TimeWeighted
  /** Threads that block, over time. */
  readonly blockedThreads: TimeWeighted
  /** Threads that exist, over time. */
  readonly liveThreads: TimeWeighted
  /** Number of threads created. */
  readonly created: Counter
  /** Requests waiting for a thread, over time. */
  readonly queue: TimeWeighted
  /** Time from arrival to a thread, s, of requests taken. */
  readonly wait: Tally
  /** 1 for a request that had to wait for a thread, 0 for one that had not. */
  readonly hadToWait: Tally
  /** Time from arrival to the answer, s. */
  readonly response: Tally
  readonly responses: Quantiles
  readonly arrivals: Counter
  readonly refused: Counter
  readonly answered: Counter
  private readonly sim: Simulation
  private readonly options: PoolOptions
  private readonly requests: (Request | undefined)[]
  /** By thread: index of the next part of its request. */
  private readonly part: Int32Array
  private readonly unblocked: (() => void)[]
  /** Idle threads, last idle last; the time until they end belongs to each. */
  private readonly idle: number[] = []
  private readonly ends: (EventHandle | undefined)[]
  /** Threads that do not exist, first to be created last. */
  private readonly absent: number[]
  private first: Request | undefined = undefined
  private last: Request | undefined = undefined
  private queued = 0

  constructor(sim: Simulation, options: PoolOptions) {
    const { threads } = options
    this.sim = sim
    this.options = options
    this.cores = new Cores(sim, options, (thread) => this.block(thread))
    this.busyThreads = sim.timeWeighted('busy threads')
    this.blockedThreads = sim.timeWeighted('blocked threads')
    this.liveThreads = sim.timeWeighted('live threads')
    this.created = sim.counter('created')
    this.queue = sim.timeWeighted('queue')
    this.wait = sim.tally('wait')
    this.hadToWait = sim.tally('had to wait')
    this.response = sim.tally('response')
    this.responses = sim.quantiles('response')
    this.arrivals = sim.counter('arrivals')
    this.refused = sim.counter('refused')
    this.answered = sim.counter('answered')
    this.requests = Array.from<undefined>({ length: threads })
    this.part = new Int32Array(threads)
    this.unblocked = Array.from({ length: threads }, (_, thread) => () => this.unblock(thread))
    this.ends = Array.from<undefined>({ length: threads })
    const all = Array.from({ length: threads }, (_, i) => threads - 1 - i)
    const permanent = options.keepAlive === Infinity
    this.absent = permanent ? [] : all
    if (permanent) this.idle.push(...all)
    this.liveThreads.set(this.idle.length)
  }

  /** A request arrives: it is taken, queued or refused. */
  submit(request: Request): void {
    request.arrivedAt = this.sim.now
    this.arrivals.increment()
    const thread = this.idleThread() ?? this.newThread(request)
    if (thread !== undefined) {
      this.busyThreads.add(1)
      this.hadToWait.record(0)
      this.begin(thread, request)
    } else if (this.queued < this.options.queueLimit) {
      this.enqueue(request)
    } else {
      this.refused.increment()
      request.over()
    }
  }

  private idleThread(): number | undefined {
    const thread = this.idle.pop()
    if (thread !== undefined && this.ends[thread] !== undefined) {
      this.sim.cancel(this.ends[thread]!)
      this.ends[thread] = undefined
    }
    return thread
  }

  /** Creates a thread for a request if there may be one more; its cost comes before the first CPU part. */
  private newThread(request: Request): number | undefined {
    const thread = this.absent.pop()
    if (thread === undefined) return undefined
    request.parts[0]! += this.options.creation
    this.created.increment()
    this.liveThreads.add(1)
    return thread
  }

  /** A thread without a request lives on for a while. */
  private rest(thread: number): void {
    const { keepAlive } = this.options
    if (keepAlive === 0) this.end(thread)
    else {
      this.idle.push(thread)
      if (keepAlive < Infinity) this.ends[thread] = this.sim.schedule(keepAlive, () => this.expire(thread))
    }
  }

  /** An idle thread has lived long enough; it is the one that became idle first. */
  private expire(thread: number): void {
    this.ends[thread] = undefined
    this.idle.splice(this.idle.indexOf(thread), 1)
    this.end(thread)
  }

  private end(thread: number): void {
    this.absent.push(thread)
    this.liveThreads.add(-1)
  }

  private begin(thread: number, request: Request): void {
    this.wait.record(this.sim.now - request.arrivedAt)
    this.requests[thread] = request
    this.part[thread] = 0
    this.advance(thread)
  }

  /** The thread begins the next stage of its request, or ends the request. */
  private advance(thread: number): void {
    const { parts } = this.requests[thread]!
    const part = this.part[thread]!
    if (part < parts.length) this.cores.run(thread, parts[part]!)
    else this.finish(thread)
  }

  /** The CPU part of a stage is over, its blocking part begins. */
  private block(thread: number): void {
    const { parts } = this.requests[thread]!
    const blocking = parts[this.part[thread]! + 1]!
    this.part[thread]! += 2
    if (blocking === 0) this.advance(thread)
    else {
      this.blockedThreads.add(1)
      this.sim.schedule(blocking, this.unblocked[thread]!)
    }
  }

  private unblock(thread: number): void {
    this.blockedThreads.add(-1)
    this.advance(thread)
  }

  private finish(thread: number): void {
    const request = this.requests[thread]!
    const took = this.sim.now - request.arrivedAt
    this.response.record(took)
    this.responses.record(took)
    this.answered.increment()
    request.over()
    if (this.first === undefined) {
      this.requests[thread] = undefined
      this.busyThreads.add(-1)
      this.rest(thread)
    } else {
      this.hadToWait.record(1)
      this.begin(thread, this.dequeue(this.first))
    }
  }

  private enqueue(request: Request): void {
    request.behind = undefined
    if (this.last === undefined) this.first = request
    else this.last.behind = request
    this.last = request
    this.queue.set(++this.queued)
  }

  private dequeue(request: Request): Request {
    this.first = request.behind
    if (this.first === undefined) this.last = undefined
    this.queue.set(--this.queued)
    return request
  }
}
