import { SimulationError, Stalled } from './errors.ts'
import { Counter } from './monitor/counter.ts'
import { EventWatch } from './monitor/event-watch.ts'
import { Fingerprint, usualIngredients, type Ingredient } from './monitor/fingerprint.ts'
import { Quantiles } from './monitor/quantiles.ts'
import { Tally } from './monitor/tally.ts'
import { TimeWeighted } from './monitor/time-weighted.ts'
import { allOf, anyOf, type First } from './process/condition.ts'
import { Sleep } from './process/delay.ts'
import { Gate } from './process/gate.ts'
import { Once } from './process/once.ts'
import { Patience } from './process/patience.ts'
import { Process, type SpawnOptions } from './process/process.ts'
import { Roster } from './process/roster.ts'
import { Scope } from './process/scope.ts'
import { Signal } from './process/signal.ts'
import type { ProcessBody, ValueOf, Waitable } from './process/waitable.ts'
import { RandomStream } from './random/stream.ts'
import { Streams } from './random/streams.ts'
import type { ClosingReport, Inspected } from './resource/closing-report.ts'
import { perform, type Action, type EventHandle, type KeepingEventList } from './time/event-list.ts'
import { KEY_STRIDE, Order } from './time/order.ts'
import { ClockWatch } from './time/clock-watch.ts'
import { Scheduler } from './time/scheduler.ts'
import type { RunOptions, SimulationOptions, StopReason } from './simulation-options.ts'
import { justBefore } from './time/just-before.ts'

interface Resettable {
  reset(): void
}

/**
 * One simulated world: its clock, its pending events, its processes, its random streams and its statistics. Nothing is
 * global, so any number of simulations can live side by side.
 *
 * @example
 * const sim = new Simulation({ seed: 'example' })
 * sim.schedule(2, () => console.log(`the clock says ${sim.now}`))
 * sim.run() // the clock says 2
 */
export class Simulation {
  /** Root of all random streams. */
  readonly seed: string
  /** Events executed so far. */
  executed = 0
  /** Kernel side: the clock and the pending events. */
  readonly scheduler: Scheduler
  private readonly events: KeepingEventList
  private readonly sleep: Sleep
  private readonly hash: Fingerprint | undefined
  /** The same where time and order, and nothing else of an event, are hashed: the run loop does that itself. */
  private readonly loopHash: Fingerprint | undefined
  private readonly ingredients: ReadonlySet<Ingredient>
  /** Runs the events where somebody watches. */
  private readonly watch: EventWatch | undefined
  private readonly roster: Roster
  private readonly streams: Streams
  private readonly monitors: Resettable[] = []
  private readonly inspectable: Inspected[] = []
  private readonly warmUpEnd: (() => void)[] = []
  private spawned = 0
  private stopping = false
  private readonly clockWatch: ClockWatch
  private inRun = false

  constructor({
    seed,
    startTime = 0,
    eventList = 'ladder',
    trace,
    antithetic = false,
    fingerprint = false,
    shuffleTies,
  }: SimulationOptions) {
    if (!Number.isFinite(startTime))
      throw new SimulationError(`startTime = ${startTime}: expected a finite number of seconds.`)
    this.seed = seed
    const ties = shuffleTies === undefined ? undefined : new RandomStream(shuffleTies, 'ties')
    this.scheduler = new Scheduler(startTime, eventList, ties && (() => ties.uniform01()))
    this.events = this.scheduler.events
    this.roster = new Roster(this.scheduler)
    this.sleep = new Sleep(this.scheduler)
    this.clockWatch = new ClockWatch(this.scheduler)
    this.ingredients = new Set(fingerprint === true ? usualIngredients : fingerprint || [])
    this.hash = fingerprint === false ? undefined : new Fingerprint()
    const usual = usualIngredients.every((one) => this.ingredients.has(one)) && !this.ingredients.has('label')
    this.loopHash = usual ? this.hash : undefined
    const { hash } = this
    const onDraw = hash && this.ingredients.has('draws') ? (draw: number): void => hash.addNumber(draw) : undefined
    this.streams = new Streams(seed, antithetic, onDraw)
    const watched = usual ? undefined : this.hash
    this.watch =
      trace === undefined && watched === undefined
        ? undefined
        : new EventWatch(this.scheduler, trace, watched, this.ingredients)
  }

  /** Simulated time, seconds. */
  get now(): number {
    return this.events.now
  }

  /** Events that are pending. */
  get pending(): number {
    return this.events.size
  }

  /** When the next pending event is due, seconds; Infinity when there is none. */
  get nextEventTime(): number {
    return this.events.peekTime()
  }

  /** The process that runs, undefined in a callback. */
  get currentProcess(): Process | undefined {
    const { inProcess, latest } = this.scheduler
    return inProcess ? this.roster.find(latest) : undefined
  }

  /** Hash of the trajectory so far, of the ingredients asked for at construction; empty when none were. */
  get fingerprint(): string {
    return this.hash?.hex() ?? ''
  }

  /** The processes that have not ended, in order of their start, and what each waits for. */
  get processes(): { name: string; waitsFor: string; daemon: boolean }[] {
    return this.roster
      .all()
      .map((process) => ({ name: process.name, waitsFor: process.describeWait(), daemon: process.daemon }))
  }

  /** Takes the responses of the run into the fingerprint, where they are one of its ingredients. */
  addResponses(responses: Readonly<Record<string, number | null>>): void {
    if (this.hash === undefined || !this.ingredients.has('responses')) return
    for (const [name, value] of Object.entries(responses)) {
      this.hash.addText(name)
      this.hash.addNumber(value ?? NaN)
    }
  }

  /**
   * Has `action` run `delay` seconds from now: the callback style, and the fast path.
   * @param delay seconds, >= 0 and finite
   * @param order class among the events of that instant, default `Order.normal`
   * @returns a handle for `cancel`
   * @throws SimulationError when the delay is negative, NaN or infinite
   */
  schedule(delay: number, action: Action, order: Order = Order.normal): EventHandle {
    const { scheduler, events } = this
    return events.handle(scheduler.insert(delay, action, order))
  }

  /**
   * Has `action` run at an absolute time, exactly: sums of delays may be a rounding error off.
   * @param time seconds, >= now and finite
   */
  scheduleAt(time: number, action: Action, order: Order = Order.normal): EventHandle {
    const { scheduler, events } = this
    return events.handle(scheduler.insertAt(time, action, order))
  }

  /** Takes a pending event back; false when it has run or was cancelled before. */
  cancel(handle: EventHandle): boolean {
    return this.scheduler.cancel(handle)
  }

  /**
   * Waits for `duration` seconds: `yield* sim.delay(3)`.
   * @param duration seconds, >= 0 and finite
   */
  delay(duration: number): Waitable<void> {
    return this.sleep.delay(duration)
  }

  /**
   * Something that happens by itself `duration` seconds from now, whoever waits for it; a `delay` counts from when its
   * wait begins and serves one waiter.
   */
  timer(duration: number): Once
  timer<T>(duration: number, value: T): Once<T>
  timer<T>(duration: number, value?: T): Once<T | undefined> {
    const timer = new Once<T | undefined>(this.scheduler, `timer of ${duration} s`)
    timer.succeedAfter(duration, value)
    return timer
  }

  /** Starts a process now, after the current event. */
  spawn<T>(body: ProcessBody<T>, options?: string | SpawnOptions): Process<T> {
    const number = ++this.spawned
    if (options === undefined) return new Process<T>(this.scheduler, body, number, undefined, false)
    const { name, daemon = false }: SpawnOptions = typeof options === 'string' ? { name: options } : options
    return new Process<T>(this.scheduler, body, number, name, daemon)
  }

  /** A broadcast that can happen again and again. */
  signal<T = void>(name = 'unnamed'): Signal<T> {
    return new Signal<T>(this.scheduler, name)
  }

  /** Something that happens once and is remembered. */
  once<T = void>(name = 'unnamed'): Once<T> {
    return new Once<T>(this.scheduler, `once "${name}"`)
  }

  /** Something to pass that is open or closed. */
  gate(name = 'unnamed', { open = false } = {}): Gate {
    return new Gate(this.scheduler, name, open)
  }

  /** A block whose processes do not outlive it: `using scope = sim.scope()`. */
  scope(): Scope {
    return new Scope(this)
  }

  /**
   * Limits how long the process that runs bears what it does next: `using patience = sim.patience(5)`.
   * @param duration seconds, >= 0; then `Reneged` is thrown where it waits
   * @throws SimulationError when no process runs
   */
  patience(duration: number): Patience {
    const process = this.currentProcess
    if (process === undefined) throw new SimulationError('sim.patience(...) is for processes: in a callback, schedule.')
    return new Patience(this.scheduler, process, duration)
  }

  /**
   * Ends with the first of the waitables to end, and returns which it was and its value. The others are given up:
   * requests leave their queues, delays are cancelled, and so is the process of a part that is a generator.
   */
  anyOf<W extends readonly Waitable<unknown>[]>(...waitables: W): Waitable<First<ValueOf<W[number]>>> {
    return anyOf(this.scheduler, waitables as readonly Waitable<ValueOf<W[number]>>[], (body) => this.spawn(body))
  }

  /** Ends when all have ended, with their values in the order given. */
  allOf<W extends readonly Waitable<unknown>[]>(
    ...waitables: W
  ): Waitable<{ -readonly [I in keyof W]: ValueOf<W[I]> }> {
    return allOf(this.scheduler, waitables, (body) => this.spawn(body)) as Waitable<never>
  }

  /** The random stream of that name. It depends on the seed and the name alone, not on when it is asked for. */
  stream(name: string): RandomStream {
    return this.streams.named(name)
  }

  /** Statistics over observations, reset at the end of warm-up. */
  tally(name: string): Tally {
    return this.observe(new Tally(name))
  }

  /** Statistics of a level over time; the end of warm-up resets its integral, never the level. */
  timeWeighted(name: string, initial = 0): TimeWeighted {
    return this.observe(new TimeWeighted(name, this.events, initial))
  }

  /** A number of occurrences, reset at the end of warm-up. */
  counter(name: string): Counter {
    return this.observe(new Counter(name, this.events))
  }

  /** Quantiles of observations, reset at the end of warm-up. */
  quantiles(name: string): Quantiles {
    return this.observe(new Quantiles(name))
  }

  /**
   * Runs until the clock reaches `until`, nothing is left to happen, or `stop` is called. Can be called again to go on.
   * @param until seconds, > now; default: to the end
   * @returns why it ended; at `horizon` the clock stands at `until`
   * @throws Stalled when nothing is left to happen while processes still wait
   * @throws ProcessFailed when a process throws and nobody waits for it
   */
  run(until = Infinity, { inclusive = false }: RunOptions = {}): StopReason {
    const { scheduler } = this
    if (!(until > scheduler.now)) {
      throw new SimulationError(
        `Cannot run until ${until} s: the clock is at t=${scheduler.now} s, expected a later time.`,
      )
    }
    if (this.inRun)
      throw new SimulationError('This simulation is running already: schedule, do not call run, from within.')
    this.inRun = true
    this.stopping = false
    try {
      this.loop(inclusive || until === Infinity ? until : justBefore(until))
    } finally {
      this.inRun = false
    }
    if (this.stopping) return 'stopped'
    if (this.pending === 0) {
      this.reportStall()
      if (until < Infinity) this.moveClock(until)
      return 'empty'
    }
    this.moveClock(until)
    return 'horizon'
  }

  /**
   * Runs until a waitable is over, and returns what it returned or throws what it threw.
   * @throws SimulationError when nothing is left to happen before
   */
  runUntil<T>(waitable: Waitable<T>): T {
    let outcome: { value: T } | undefined
    const observe = (value: T): void => {
      outcome = { value }
      this.stop()
    }
    function* observer(): ProcessBody {
      observe(yield* waitable)
    }
    this.spawn(observer(), { daemon: true })
    this.run()
    if (outcome === undefined)
      throw new SimulationError(`Nothing is left to happen at t=${this.now} s, before what was waited for.`)
    return outcome.value
  }

  /** Ends the run after the current event. */
  stop(): void {
    this.stopping = true
  }

  /**
   * A look around at the end of a run: servers that processes took with them when they ended, servers in use though
   * nothing is left to happen, and waits that statistics miss because customers still wait.
   */
  inspect(): ClosingReport {
    const report: ClosingReport = { leaks: [], stuck: [], censored: [] }
    for (const each of this.inspectable) each.inspect(report, this.pending === 0)
    return report
  }

  /** Kernel side: a resource wants to be looked at by `inspect`. */
  inspected(each: Inspected): void {
    this.inspectable.push(each)
  }

  /** Ends warm-up: integrals, tallies and counters start anew, levels stay. */
  endWarmUp(): void {
    for (const monitor of this.monitors) monitor.reset()
    for (const callback of this.warmUpEnd) callback()
  }

  /** Has `callback` run at the end of warm-up: for statistics that a model keeps itself. */
  onWarmUpEnd(callback: () => void): void {
    this.warmUpEnd.push(callback)
  }

  private loop(limit: number): void {
    const { events, watch, clockWatch, loopHash: hash } = this
    let { nextLook } = clockWatch
    while (!this.stopping) {
      const action = events.take(limit)
      if (action === undefined) return
      // Looking at the clock once in a million events is enough to tell that it stands still, and costs nothing.
      if (++this.executed === nextLook) nextLook = clockWatch.look(events.now, this.executed)
      if (hash !== undefined) hash.add(events.now, events.key % KEY_STRIDE)
      if (watch === undefined) perform(action)
      else watch.run(action, this.executed, events.now, Math.floor(events.key / KEY_STRIDE), events.key % KEY_STRIDE)
    }
  }

  private moveClock(time: number): void {
    this.events.advance(time)
  }

  private reportStall(): void {
    const waiting = this.processes.filter(({ daemon }) => !daemon).map(({ name, waitsFor }) => `${name} (${waitsFor})`)
    if (waiting.length > 0) throw new Stalled(this.now, waiting)
  }

  private observe<M extends Resettable>(monitor: M): M {
    this.monitors.push(monitor)
    return monitor
  }
}
