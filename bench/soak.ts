import { parseArgs } from 'node:util'
import { Resource, Simulation, Store, type ProcessBody } from '../engine/index.ts'
import { growth, type MemorySample } from './growth.ts'

const USAGE = `Usage: npm run bench:soak -- [--events N]

Runs one simulation that uses all of the kernel for N events, default 1e8 (some minutes), looks at memory forty times,
and ends with 1 when it grows.`

/** Looks at memory during a run. */
const LOOKS = 40
/** Pending events of the part in callbacks, which is most of all events. */
const CALLBACKS = 200
/** Simulated seconds that tell how many events a second there are. */
const FIRST_STEP = 10
/** Clients of the simulated service; each is one process that calls, waits, gives up. */
const CLIENTS = 1000

/** A service with a queue, clients that time out and renege, letters in a store, a beat that cancels, and statistics. */
function buildWorld(sim: Simulation): void {
  const servers = new Resource(sim, { name: 'servers', capacity: 50 })
  const mail = new Store<number>(sim, { name: 'mail', capacity: 100 })
  const think = sim.stream('think')
  const service = sim.stream('service')
  const latency = sim.quantiles('latency')
  const lost = sim.counter('lost')
  const tick = sim.signal('tick')

  function* visit(): ProcessBody {
    using _lease = yield* servers.acquire()
    yield* sim.delay(service.exponential(0.05))
  }
  function* client(): ProcessBody {
    for (;;) {
      yield* sim.delay(think.exponential(1))
      const calledAt = sim.now
      const { index } = yield* sim.anyOf(sim.spawn(visit()), sim.delay(0.5))
      if (index === 0) latency.record(sim.now - calledAt)
      else lost.increment()
      if (think.bernoulli(0.1)) yield* mail.put(sim.now)
    }
  }
  function* reader(): ProcessBody {
    for (;;) {
      yield* mail.get()
      yield* sim.delay(service.exponential(0.005))
    }
  }
  function* listener(): ProcessBody {
    for (;;) yield* tick
  }
  for (let i = 0; i < CLIENTS; i++) sim.spawn(client())
  sim.spawn(reader())
  for (let i = 0; i < 10; i++) sim.spawn(listener())
  const beat = (): void => {
    tick.fire()
    const far = sim.schedule(1e6, () => lost.increment())
    sim.schedule(0.1, () => {
      sim.cancel(far)
      beat()
    })
  }
  beat()

  const step = (): void => {
    sim.schedule(think.exponential(0.01), step)
  }
  for (let i = 0; i < CALLBACKS; i++) sim.schedule(think.exponential(0.01), step)
}

function look(events: number): MemorySample {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { events, alive: heapUsed + external, rss }
}

function soak(events: number): MemorySample[] {
  const sim = new Simulation({ seed: 'soak', fingerprint: true })
  buildWorld(sim)
  const samples: MemorySample[] = []
  const start = process.cpuUsage()
  console.log('M events     alive MB     rss MB     pending     M events/s (user CPU)')
  for (let i = 1; i <= LOOKS; i++) {
    const goal = (events * i) / LOOKS
    if (sim.now === 0) sim.run(FIRST_STEP)
    // Simulated time to the goal, by the rate so far.
    while (sim.executed < goal) sim.run(sim.now + Math.max(1, (goal - sim.executed) * (sim.now / sim.executed)))
    const sample = look(sim.executed)
    samples.push(sample)
    const cells = [
      (sample.events / 1e6).toFixed(1),
      (sample.alive / 1e6).toFixed(2),
      (sample.rss / 1e6).toFixed(1),
      String(sim.pending),
      (sample.events / process.cpuUsage(start).user).toFixed(2),
    ]
    console.log(cells.map((cell, column) => cell.padStart([8, 13, 11, 12, 15][column]!)).join(''))
  }
  return samples
}

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1e8' }, help: { type: 'boolean', default: false } },
})
const events = Number(values.events)
if (values.help || !(events >= 1e5 && events < Infinity)) {
  console.log(USAGE)
  if (!values.help) console.error(`--events ${values.events}: expected a number >= 1e5.`)
  process.exit(values.help ? 0 : 1)
}
const grown = growth(soak(events))
if (grown === undefined) console.log('Memory is flat.')
else {
  console.log(`Memory grows: ${(grown.bytes / 1e6).toFixed(1)} MB of ${grown.kind} from the first to the last third.`)
  process.exitCode = 1
}
