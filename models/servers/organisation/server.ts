import {
  type Counter,
  math,
  type ProcessorSharing,
  type Quantiles,
  type Simulation,
  type Tally,
  type TimeWeighted,
} from '../../../engine/index.ts'
import { type Gate, gates } from './gate.ts'
import { Stage } from './stage.ts'

/** The ways to organise a server. */
export const organisations = [
  'iterative',
  'thread-per-request',
  'pool',
  'super-server',
  'event-driven',
  'event-driven-helpers',
  'staged',
] as const

/** How a server is organised. */
export interface ServerOptions {
  readonly organisation: (typeof organisations)[number]
  /** Ports, each with a daemon of its own; a super-server or an event loop listens at all of them. */
  readonly ports: number
  /** Threads of a pool, or helpers of an event loop. */
  readonly poolSize: number
  /** Most connections accepted at once under thread-per-request and by event loops. */
  readonly threadLimit: number
  /** Connections that may wait at a port to be accepted (at all ports together, of a super-server). */
  readonly backlog: number
  /** Whether the listener of a super-server shares the cores or has one of its own. */
  readonly listener: 'shared' | 'dedicated'
  /** Times that a client tries again when the backlog is full, and the wait before the first, s; it doubles. */
  readonly synRetries: number
  readonly synTimeout: number
  /** Most threads of each stage, the queue beyond which one is added, and the time between looks at it, s. */
  readonly stageThreads: number
  readonly stageThreshold: number
  readonly stageInterval: number
}

/** A request on a connection that is open already; times in seconds. */
export interface Request {
  readonly cpu: number
  readonly blocking: number
}

/** What one connection asks for; times in seconds. */
export interface Demand extends Request {
  readonly port: number
  /** CPU time to create a thread or process for it. */
  readonly spawn: number
  /** Told of each answer; gives the next request on the same connection and the pause before it, or closes it. */
  readonly answered?: () => (Request & { readonly pause: number }) | undefined
  /** Told when the connection could not be made. */
  readonly refused?: () => void
}

/** How long a stage keeps an idle thread, s: Welsh et al., SOSP 2001, section 4.2. */
const idleThread = 5

/** Accepts connections and serves them: first the CPU part on the shared cores, then the blocking part. */
export class Server {
  readonly arrivals: Counter
  readonly refused: Counter
  readonly answered: Counter
  /** Connection attempts that found the backlog full. */
  readonly dropped: Counter
  /** Time from arrival to acceptance, s. */
  readonly wait: Tally
  /** Time from arrival to answer, s. */
  readonly response: Tally
  readonly responses: Quantiles
  /** Connections accepted and not yet answered, over time. */
  readonly concurrency: TimeWeighted
  /** Threads that block, over time. */
  readonly blocked: TimeWeighted
  /** Processes or threads that exist, over time. */
  readonly processes: TimeWeighted
  private readonly sim: Simulation
  private readonly options: ServerOptions
  private readonly cores: ProcessorSharing
  private readonly gates: readonly Gate[]
  /** Computes: an event loop, or the first stage; undefined where each request has a thread. */
  private readonly loop: Stage | undefined
  /** Blocks: helpers, or the second stage; undefined where the thread that computes blocks as well. */
  private readonly helpers: Stage | undefined

  constructor(sim: Simulation, options: ServerOptions, cores: ProcessorSharing) {
    this.sim = sim
    this.options = options
    this.cores = cores
    this.arrivals = sim.counter('arrivals')
    this.refused = sim.counter('refused')
    this.answered = sim.counter('answered')
    this.dropped = sim.counter('dropped')
    this.wait = sim.tally('wait')
    this.response = sim.tally('response')
    this.responses = sim.quantiles('response')
    this.concurrency = sim.timeWeighted('concurrency')
    this.blocked = sim.timeWeighted('blocked')
    const daemons = hasOneDaemon(options) ? 1 : options.ports
    const { workers, resident } = staff(options)
    this.processes = sim.timeWeighted('processes', daemons * resident)
    this.gates = gates(sim, daemons, { workers, backlog: options.backlog })
    const { loop, helpers } = this.stages()
    this.loop = loop
    this.helpers = helpers
  }

  /** A connection arrives: it is accepted, waits in the backlog, or is refused. */
  arrive(demand: Demand): void {
    this.arrivals.increment()
    this.connect(demand, this.sim.now, 0)
  }

  /** A try to connect; the network stack of the client repeats one that is not answered, after ever longer waits. */
  private connect(demand: Demand, arrivedAt: number, tries: number): void {
    const { organisation, synRetries, synTimeout } = this.options
    const gate = this.gates[hasOneDaemon(this.options) ? 0 : demand.port]!
    const accepted = (): void => {
      this.wait.record(this.sim.now - arrivedAt)
      if (organisation === 'super-server') {
        this.concurrency.add(1)
        this.fork(demand, gate, arrivedAt)
        return
      }
      if (organisation !== 'thread-per-request') {
        this.request(demand, demand, arrivedAt, () => gate.leave())
        return
      }
      this.processes.add(1)
      // A new thread pays for its own creation.
      this.request(demand, { ...demand, cpu: demand.spawn + demand.cpu }, arrivedAt, () => {
        this.processes.add(-1)
        gate.leave()
      })
    }
    if (gate.enter({ accepted })) return
    this.dropped.increment()
    if (tries < synRetries) {
      // 3, 6, 12 ... s after one another.
      const wait = synTimeout * math.pow(2, tries)
      this.sim.schedule(wait, () => this.connect(demand, arrivedAt, tries + 1))
      return
    }
    this.refused.increment()
    demand.refused?.()
  }

  /** One request on a connection, and those that follow it; `close` gives up what the connection held. */
  private request(demand: Demand, work: Request, since: number, close: () => void): void {
    this.concurrency.add(1)
    this.serve(work, () => this.finish(demand, since, close))
  }

  private finish(demand: Demand, since: number, close: () => void): void {
    const took = this.sim.now - since
    this.response.record(took)
    this.responses.record(took)
    this.answered.increment()
    this.concurrency.add(-1)
    const next = demand.answered?.()
    if (next === undefined) close()
    else this.sim.schedule(next.pause, () => this.request(demand, next, this.sim.now, close))
  }

  /** The listener is busy until it has forked; the child then works on its own. */
  private fork(demand: Demand, gate: Gate, arrivedAt: number): void {
    const forked = (): void => {
      this.processes.add(1)
      this.serve(demand, () => this.finish(demand, arrivedAt, () => this.processes.add(-1)))
      gate.leave()
    }
    if (this.options.listener === 'shared') this.cores.run(demand.spawn, forked)
    else this.sim.schedule(demand.spawn, forked)
  }

  private serve(work: Request, done: () => void): void {
    const { loop, helpers } = this
    if (loop === undefined) {
      this.cores.run(work.cpu, () => this.block(work.blocking, done))
      return
    }
    loop.run((free) => {
      this.cores.run(work.cpu, () => {
        if (helpers === undefined) {
          // The loop stands still while it blocks.
          this.block(work.blocking, () => {
            free()
            done()
          })
          return
        }
        free()
        if (work.blocking === 0) done()
        else
          helpers.run((idle) =>
            this.block(work.blocking, () => {
              idle()
              done()
            }),
          )
      })
    })
  }

  private block(seconds: number, done: () => void): void {
    if (seconds === 0) {
      done()
      return
    }
    this.blocked.add(1)
    this.sim.schedule(seconds, () => {
      this.blocked.add(-1)
      done()
    })
  }

  private stages(): { loop?: Stage; helpers?: Stage } {
    const { organisation, poolSize, stageThreads, stageThreshold, stageInterval } = this.options
    const stage = (threads: number, most: number): Stage =>
      new Stage(this.sim, {
        threads,
        most,
        threshold: stageThreshold,
        interval: stageInterval,
        idleTime: idleThread,
        changed: (by) => this.processes.add(by),
      })
    switch (organisation) {
      case 'event-driven':
        return { loop: stage(1, 1) }
      case 'event-driven-helpers':
        return { loop: stage(1, 1), helpers: stage(poolSize, poolSize) }
      case 'staged':
        return { loop: stage(1, stageThreads), helpers: stage(1, stageThreads) }
      default:
        return {}
    }
  }
}

/** Whether one process listens at all ports. */
export function hasOneDaemon({ organisation }: Pick<ServerOptions, 'organisation'>): boolean {
  return organisation === 'super-server' || isEventDriven(organisation)
}

/** Whether connections are no threads but entries in a queue of events. */
export function isEventDriven(organisation: ServerOptions['organisation']): boolean {
  return organisation === 'event-driven' || organisation === 'event-driven-helpers' || organisation === 'staged'
}

/** Processes or threads that a daemon keeps even when idle. */
export function residents({ organisation, poolSize }: Pick<ServerOptions, 'organisation' | 'poolSize'>): number {
  if (organisation === 'pool') return poolSize
  if (organisation === 'event-driven-helpers') return 1 + poolSize
  return organisation === 'staged' ? 2 : 1
}

/** Connections that a daemon serves at once (workers), and processes or threads it keeps even when idle (resident). */
function staff(options: ServerOptions): { workers: number; resident: number } {
  const { organisation, poolSize, threadLimit } = options
  const one = organisation === 'iterative' || organisation === 'super-server'
  const workers = one ? 1 : organisation === 'pool' ? poolSize : threadLimit
  return { workers, resident: residents(options) }
}
