import { SimulationError } from '../../errors.ts'
import type { Counter } from '../../monitor/counter.ts'
import type { TimeWeighted } from '../../monitor/time-weighted.ts'
import { Scope } from '../../process/scope.ts'
import type { Process, SpawnOptions } from '../../process/process.ts'
import type { ProcessBody } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import { Order } from '../../time/order.ts'

/** The processes of one life of a host: they end when it crashes. Made by `machines.scope`. */
export class HostScope extends Scope {
  private readonly host: number
  private over = false

  constructor(sim: Simulation, host: number) {
    super(sim)
    this.host = host
  }

  /**
   * Starts a process that ends at the latest when the host crashes.
   * @throws SimulationError when it has crashed since the scope was asked for
   */
  override spawn<T>(body: ProcessBody<T>, options?: string | SpawnOptions): Process<T> {
    if (this.over) {
      throw new SimulationError(
        `Cannot start a process on host ${this.host} in a scope of before its crash: ask for scope(${this.host}) again when it has restarted.`,
      )
    }
    return super.spawn(body, options)
  }

  /** Kernel side: the host has crashed. */
  end(): void {
    this.over = true
  }
}

/**
 * The hosts as machines that crash and restart. A host is down while at least one cause holds it down: each `crash` is
 * answered by one `restart`, and causes may overlap. All hosts are up at first.
 */
export class Machines {
  readonly sim: Simulation
  /** Number of hosts. */
  readonly count: number
  /** Number of hosts that are up, over time. */
  readonly up: TimeWeighted
  /** Changes from up to down. */
  readonly crashes: Counter
  private readonly causes: Int32Array
  private readonly lives: Int32Array
  private readonly downSince: Float64Array
  private readonly downTime: Float64Array
  private observedSince: number
  private readonly scopes = new Map<number, HostScope>()
  private readonly crashHooks: ((host: number) => void)[] = []
  private readonly restartHooks: ((host: number) => void)[] = []

  constructor(sim: Simulation, count: number, name = 'faults') {
    if (!(Number.isSafeInteger(count) && count >= 1))
      throw new SimulationError(`Machines "${name}", count = ${count}: expected an integer >= 1.`)
    this.sim = sim
    this.count = count
    this.up = sim.timeWeighted(`${name}.up`, count)
    this.crashes = sim.counter(`${name}.crashes`)
    this.causes = new Int32Array(count)
    this.lives = new Int32Array(count)
    this.downSince = new Float64Array(count)
    this.downTime = new Float64Array(count)
    this.observedSince = sim.now
    sim.onWarmUpEnd(() => this.restartObservation())
  }

  /** Whether a host is up. @throws SimulationError when there is no such host */
  isUp(host: number): boolean {
    const causes = this.causes[host]
    return causes === undefined ? this.unknown(host) : causes === 0
  }

  /** How often a host has crashed so far, 0 at first: tells whether it is still the host that one knew. */
  life(host: number): number {
    return this.lives[host] ?? this.unknown(host)
  }

  /**
   * Takes a host down; it is up again when each `crash` has been answered by a `restart`. Its processes are cancelled,
   * at once or, when a process asks for the crash, in a `before` event of this instant; then the hooks are told.
   * @throws SimulationError when there is no such host
   */
  crash(host: number): void {
    const causes = this.causes[host] ?? this.unknown(host)
    this.causes[host] = causes + 1
    if (causes > 0) return
    this.lives[host]!++
    this.downSince[host] = this.sim.now
    this.up.add(-1)
    this.crashes.increment()
    this.endProcesses(host)
    for (const hook of this.crashHooks) hook(host)
  }

  /**
   * Takes back one `crash`; when it was the last, the host is up, without processes or messages of its former life.
   * @throws SimulationError when there is no such host, or it is up
   */
  restart(host: number): void {
    if (this.isUp(host)) throw new SimulationError(`Cannot restart host ${host} at t=${this.sim.now} s: it is up.`)
    if (--this.causes[host]! > 0) return
    this.downTime[host]! += this.sim.now - this.downSince[host]!
    this.up.add(1)
    for (const hook of this.restartHooks) hook(host)
  }

  /** Has `hook` told of each crash, when the host is down and its processes are cancelled. */
  onCrash(hook: (host: number) => void): void {
    this.crashHooks.push(hook)
  }

  /** Has `hook` told of each restart: the place to start the processes of a host again. */
  onRestart(hook: (host: number) => void): void {
    this.restartHooks.push(hook)
  }

  /**
   * The scope of a host's present life: processes started there are cancelled when it crashes.
   * @throws SimulationError when there is no such host, or it is down
   */
  scope(host: number): HostScope {
    if (!this.isUp(host)) {
      throw new SimulationError(
        `Host ${host} is down at t=${this.sim.now} s: start its processes when it has restarted, in onRestart.`,
      )
    }
    let scope = this.scopes.get(host)
    if (scope === undefined) this.scopes.set(host, (scope = new HostScope(this.sim, host)))
    return scope
  }

  /** Share of time that a host was up, since the start or the end of warm-up; NaN while no time has passed. */
  availability(host: number): number {
    const elapsed = this.sim.now - this.observedSince
    const present = this.isUp(host) ? 0 : this.sim.now - this.downSince[host]!
    return 1 - (this.downTime[host]! + present) / elapsed
  }

  private endProcesses(host: number): void {
    const scope = this.scopes.get(host)
    if (scope === undefined) return
    this.scopes.delete(host)
    scope.end()
    // A process may be of this very host, and cannot be cancelled while it runs.
    if (this.sim.currentProcess === undefined) scope.cancel()
    else this.sim.schedule(0, () => scope.cancel(), Order.before)
  }

  private restartObservation(): void {
    this.observedSince = this.sim.now
    this.downTime.fill(0)
    for (let host = 0; host < this.count; host++) if (this.causes[host]! > 0) this.downSince[host] = this.sim.now
  }

  private unknown(host: number): never {
    throw new SimulationError(`There is no host ${host}: expected an integer from 0 to ${this.count - 1}.`)
  }
}
