import { execFileSync } from 'node:child_process'
import { Link, Resource, Simulation, type ProcessBody } from '../../engine/index.ts'
import { CallbackServer } from '../workloads/callback-server.ts'
import { warmFlows } from './flows.ts'
import { runChain } from './chain.ts'
import type { Line } from './line.ts'
import { Draws } from './draws.ts'

/**
 * The workloads of the peer programs on Meanwhile: `node meanwhile.js hold 100 3000000` prints one line of JSON as they
 * do. Same random numbers, same work, one fresh process a measurement, in which the work is done four times.
 */

const newSimulation = (): Simulation => new Simulation({ seed: 'peers' })

function stopwatch(): () => { user_s: number; wall_s: number } {
  const wall = performance.now()
  const { user } = process.cpuUsage()
  return () => ({ user_s: (process.cpuUsage().user - user) / 1e6, wall_s: (performance.now() - wall) / 1000 })
}

/** Runs before the one that is called compiled is over. */
const WARM_UPS = 3

type Measured = Pick<Line, 'ops' | 'user_s' | 'wall_s' | 'check'> & Partial<Line>

function hold(pending: number, events: number): Measured {
  const sim = newSimulation()
  const random = new Draws(1, pending + events)
  let left = events
  const event = (): void => {
    if (--left <= 0) sim.stop()
    sim.schedule(random.exponential(1), event)
  }
  for (let i = 0; i < pending; i++) sim.schedule(random.exponential(1), event)
  const elapsed = stopwatch()
  sim.run()
  return { ops: events, ...elapsed(), check: sim.now }
}

/** As the C++ programs write it: one object a customer, which is its own departure. */
class Customer {
  private readonly bank: Bank
  private readonly since: number

  constructor(bank: Bank) {
    this.bank = bank
    this.since = bank.sim.now
  }

  /** The server is free. */
  serve(): void {
    this.bank.sim.schedule(this.bank.services.exponential(1), this)
  }

  /** The service ends. */
  arrive(): void {
    const { bank } = this
    bank.server.release()
    bank.sum += bank.sim.now - this.since
    bank.done++
  }
}

/** What customers come to, and the event of the next arrival. */
class Bank {
  readonly sim = newSimulation()
  readonly services: Draws
  readonly server = new CallbackServer()
  sum = 0
  done = 0
  private readonly gaps: Draws
  private left: number

  constructor(customers: number) {
    this.gaps = new Draws(1, customers)
    this.services = new Draws(2, customers)
    this.left = customers
  }

  arrive(): void {
    this.server.request(new Customer(this))
    if (--this.left > 0) this.awaitNext()
  }

  awaitNext(): void {
    this.sim.schedule(this.gaps.exponential(0.9), this)
  }
}

function mm1(customers: number): Measured {
  const bank = new Bank(customers)
  const elapsed = stopwatch()
  bank.awaitNext()
  bank.sim.run()
  return { ops: bank.done, ...elapsed(), check: bank.sum / bank.done }
}

/** @param unobserved 1: the resource keeps no statistics */
function mm1Processes(customers: number, unobserved: number): Measured {
  const sim = newSimulation()
  const gaps = new Draws(1, customers)
  const services = new Draws(2, customers)
  const server = new Resource(sim, { name: 'server', capacity: 1, observe: unobserved !== 1 })
  const seen = { done: 0, sum: 0 }
  function* customer(): ProcessBody {
    const arrivedAt = sim.now
    const lease = yield* server.acquire()
    // What `using` does; spelt out, because before Node 24 it becomes a helper that costs as much as an event.
    try {
      yield* sim.delay(services.exponential(1))
    } finally {
      lease.release()
    }
    seen.sum += sim.now - arrivedAt
    seen.done++
  }
  function* source(): ProcessBody {
    for (let i = 0; i < customers; i++) {
      yield* sim.delay(gaps.exponential(0.9))
      sim.spawn(customer())
    }
  }
  const elapsed = stopwatch()
  sim.spawn(source())
  sim.run()
  return { ops: seen.done, ...elapsed(), check: seen.sum / seen.done }
}

function pingPong(roundTrips: number): Measured {
  const sim = newSimulation()
  const wire = { latency: 1e-3, bandwidth: 1e9 }
  const forth = new Link(sim, { name: 'forth', ...wire })
  const back = new Link(sim, { name: 'back', ...wire })
  const total = 2 * roundTrips
  let got = 0
  const atB = (): void => {
    got++
    back.send(1000, atA)
  }
  const atA = (): void => {
    if (++got < total) forth.send(1000, atB)
  }
  const elapsed = stopwatch()
  forth.send(1000, atB)
  sim.run()
  return { ops: got, ...elapsed(), check: sim.now }
}

/** Three hops with drop-tail queues, the last one overloaded, so that every eighth packet is dropped. */
function chain(packets: number): Measured {
  const run = runChain(newSimulation(), packets)
  const elapsed = stopwatch()
  const got = run()
  return { ops: packets, ...elapsed(), check: got }
}

function startSleepers(processes: number, wakeUps: number, random: Draws): { sim: Simulation; done: () => number } {
  const sim = newSimulation()
  let done = 0
  function* sleeper(): ProcessBody {
    for (let i = 0; i < wakeUps; i++) {
      yield* sim.delay(random.exponential(1))
      done++
    }
  }
  for (let i = 0; i < processes; i++) sim.spawn(sleeper())
  return { sim, done: () => done }
}

function sleepers(processes: number): Measured {
  const wakeUps = 20
  const random = new Draws(1, processes * wakeUps)
  const before = process.memoryUsage().rss
  const elapsed = stopwatch()
  const { sim, done } = startSleepers(processes, wakeUps, random)
  sim.run()
  const time = elapsed()
  const peak = process.resourceUsage().maxRSS * 1024
  return {
    ops: done(),
    ...time,
    check: sim.now,
    bytes_per_proc: Math.round((peak - before) / processes),
  }
}

/** What a process that sleeps keeps alive: heap and typed arrays, mid-run, after a garbage collection. */
function liveBytes(processes: number): number {
  const alive = (): number => {
    globalThis.gc!()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  // Twice as many as will be needed: each draws once a second.
  const random = new Draws(1, 6 * processes)
  const before = alive()
  const { sim, done } = startSleepers(processes, Infinity, random)
  sim.run(2)
  const after = alive()
  if (done() === 0) throw new Error('No process has run.')
  return Math.round((after - before) / processes)
}

/** The same in a process of its own, for here the worlds of earlier runs are not all gone yet. */
function liveBytesElsewhere(processes: string): number {
  const args = [...process.execArgv, process.argv[1]!, 'live-bytes', processes]
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Line).live_bytes_per_proc!
}

function flows(count: number, rate: number): Measured {
  const run = warmFlows(count, rate)
  const elapsed = stopwatch()
  const check = run()
  return { ops: count, ...elapsed(), check }
}

const works: Record<string, (first: number, second: number) => Measured> = {
  hold,
  mm1,
  'mm1-processes': mm1Processes,
  pingpong: pingPong,
  chain,
  procs: sleepers,
  flows,
}

const [work = '', first = '', second = '0'] = process.argv.slice(2)
if (work === 'live-bytes' && Number(first) > 0) {
  console.log(JSON.stringify({ live_bytes_per_proc: liveBytes(Number(first)) }))
  process.exit(0)
}
const run = works[work]
if (run === undefined || !(Number(first) > 0)) {
  console.error(`usage: node --expose-gc meanwhile.js <${Object.keys(works).join('|')}> N [EVENTS]`)
  process.exit(1)
}
const measured = run(Number(first), Number(second))
const peak = process.resourceUsage().maxRSS / 1024
// The same again: what every run of a sweep costs but the first of a worker, in which code is compiled. The last of
// them counts, because after the first the compiler has still things to learn; no collection in between, which would
// have it forget them.
let compiled = measured.user_s
for (let i = 0; i < WARM_UPS; i++) compiled = run(Number(first), Number(second)).user_s
const line: Line = {
  engine: 'Meanwhile',
  work,
  peak_mb: peak,
  compiled_user_s: compiled,
  ...measured,
  ...(work === 'procs' && { live_bytes_per_proc: liveBytesElsewhere(first) }),
}
console.log(JSON.stringify(line))
