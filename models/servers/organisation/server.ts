import type { Counter, ProcessorSharing, Quantiles, Simulation, Tally, TimeWeighted } from '../../../engine/index.ts'
import { type Gate, gates } from './gate.ts'

/** The ways to organise a server. */
export const organisations = ['iterative', 'thread-per-request', 'pool', 'super-server'] as const

/** How a server is organised. */
export interface ServerOptions {
  readonly organisation: (typeof organisations)[number]
  /** Ports, each with a daemon of its own; a super-server listens at all of them. */
  readonly ports: number
  /** Threads of a pool. */
  readonly poolSize: number
  /** Most threads at once under thread-per-request. */
  readonly threadLimit: number
  /** Connections that may wait at a port to be accepted (at all ports together, of a super-server). */
  readonly backlog: number
  /** Whether the listener of a super-server shares the cores or has one of its own. */
  readonly listener: 'shared' | 'dedicated'
}

/** What one connection asks for; times in seconds. */
export interface Demand {
  readonly port: number
  readonly cpu: number
  readonly blocking: number
  /** CPU time to create a thread or process for it. */
  readonly spawn: number
}

/** Accepts connections and serves them: first the CPU part on the shared cores, then the blocking part. */
export class Server {
  readonly arrivals: Counter
  readonly refused: Counter
  readonly answered: Counter
  /** Time from arrival to acceptance, s. */
  readonly wait: Tally
  /** Time from arrival to answer, s. */
  readonly response: Tally
  readonly responses: Quantiles
  /** Connections accepted and not yet answered, over time. */
  readonly concurrency: TimeWeighted
  /** Processes or threads that exist, over time. */
  readonly processes: TimeWeighted
  private readonly sim: Simulation
  private readonly options: ServerOptions
  private readonly cores: ProcessorSharing
  private readonly gates: readonly Gate[]

  constructor(sim: Simulation, options: ServerOptions, cores: ProcessorSharing) {
    const { organisation, ports } = options
    this.sim = sim
    this.options = options
    this.cores = cores
    this.arrivals = sim.counter('arrivals')
    this.refused = sim.counter('refused')
    this.answered = sim.counter('answered')
    this.wait = sim.tally('wait')
    this.response = sim.tally('response')
    this.responses = sim.quantiles('response')
    this.concurrency = sim.timeWeighted('concurrency')
    const daemons = organisation === 'super-server' ? 1 : ports
    const { workers, resident } = staff(options)
    this.processes = sim.timeWeighted('processes', daemons * resident)
    this.gates = gates(sim, daemons, { workers, backlog: options.backlog })
  }

  /** A connection arrives: it is accepted, waits in the backlog, or is refused. */
  arrive(demand: Demand): void {
    const { organisation } = this.options
    const arrivedAt = this.sim.now
    const gate = this.gates[organisation === 'super-server' ? 0 : demand.port]!
    const accepted = (): void => {
      this.wait.record(this.sim.now - arrivedAt)
      this.concurrency.add(1)
      if (organisation === 'super-server') this.fork(demand, gate, arrivedAt)
      else if (organisation === 'thread-per-request') this.spawn(demand, gate, arrivedAt)
      else this.serve(demand.cpu, demand.blocking, () => this.finish(arrivedAt, gate))
    }
    this.arrivals.increment()
    if (!gate.enter({ accepted })) this.refused.increment()
  }

  /** A new thread pays for its own creation, then works on the request. */
  private spawn({ spawn, cpu, blocking }: Demand, gate: Gate, arrivedAt: number): void {
    this.processes.add(1)
    this.serve(spawn + cpu, blocking, () => {
      this.processes.add(-1)
      this.finish(arrivedAt, gate)
    })
  }

  /** The listener is busy until it has forked; the child then works on its own. */
  private fork({ spawn, cpu, blocking }: Demand, gate: Gate, arrivedAt: number): void {
    const forked = (): void => {
      this.processes.add(1)
      this.serve(cpu, blocking, () => {
        this.processes.add(-1)
        this.finish(arrivedAt, undefined)
      })
      gate.leave()
    }
    if (this.options.listener === 'shared') this.cores.run(spawn, forked)
    else this.sim.schedule(spawn, forked)
  }

  private serve(cpu: number, blocking: number, done: () => void): void {
    this.cores.run(cpu, blocking === 0 ? done : () => void this.sim.schedule(blocking, done))
  }

  private finish(arrivedAt: number, gate: Gate | undefined): void {
    const took = this.sim.now - arrivedAt
    this.response.record(took)
    this.responses.record(took)
    this.answered.increment()
    this.concurrency.add(-1)
    gate?.leave()
  }
}

/** Connections that a daemon serves at once (workers), and processes or threads it keeps even when idle (resident). */
function staff({ organisation, poolSize, threadLimit }: ServerOptions): { workers: number; resident: number } {
  switch (organisation) {
    case 'iterative':
      return { workers: 1, resident: 1 }
    case 'pool':
      return { workers: poolSize, resident: poolSize }
    case 'thread-per-request':
      return { workers: threadLimit, resident: 1 }
    case 'super-server':
      return { workers: 1, resident: 1 }
  }
}
