import {
  Fingerprint,
  Link,
  Resource,
  Simulation,
  Store,
  laws,
  math,
  type EventListKind,
  type Law,
  type ProcessBody,
} from '../index.ts'

/** What a run of the reference workload leaves behind: equal digests on every engine, or somebody's results differ. */
export interface Evidence {
  /** Fingerprint of the trajectory with every ingredient, by part of the kernel. */
  readonly trajectories: Record<string, string>
  /** Digest of variates, by law. */
  readonly draws: Record<string, string>
  /** Digest of function values over arguments of all sizes, by function. */
  readonly functions: Record<string, string>
  /** Events executed over all parts, to show that something happened. */
  readonly events: number
}

/** Builds one part of the workload into a simulation. */
type Part = (sim: Simulation) => () => Record<string, number>

/** M/M/c with processes, leases and statistics. */
const queue: Part = (sim) => {
  const gaps = sim.stream('gaps')
  const services = sim.stream('services')
  const servers = new Resource(sim, { name: 'servers', capacity: 3 })
  const sojourn = sim.tally('sojourn')
  function* customer(): ProcessBody {
    const arrivedAt = sim.now
    const lease = yield* servers.acquire()
    yield* sim.delay(services.exponential(1))
    lease.release()
    sojourn.record(sim.now - arrivedAt)
  }
  function* source(): ProcessBody {
    for (;;) {
      yield* sim.delay(gaps.exponential(0.4))
      sim.spawn(customer())
    }
  }
  sim.spawn(source(), { name: 'source', daemon: true })
  return () => ({ mean: sojourn.mean, sd: sojourn.sd, wait: servers.wait.mean, busy: servers.busy.mean })
}

/** Preemption with resume, and processes interrupted from outside. */
const preemption: Part = (sim) => {
  const random = sim.stream('jobs')
  const machine = new Resource(sim, { name: 'machine', capacity: 2, discipline: 'preemptive' })
  const done = sim.tally('done')
  function* job(priority: number): ProcessBody {
    let left = random.lognormal(1, 1.5)
    const startedAt = sim.now
    while (left > 0) {
      const lease = yield* machine.acquire({ priority })
      const since = sim.now
      try {
        yield* sim.delay(left)
        left = 0
      } catch {
        left -= sim.now - since
      } finally {
        lease.release()
      }
    }
    done.record(sim.now - startedAt)
  }
  function* source(): ProcessBody {
    for (let i = 0; ; i++) {
      yield* sim.delay(random.weibull(0.8, 0.6))
      sim.spawn(job(random.integer(0, 3)), `job-${i}`)
    }
  }
  sim.spawn(source(), { daemon: true })
  return () => ({ done: done.count, mean: done.mean, preempted: machine.preempted.count })
}

/** Calls raced with time-outs, whose losers are cancelled, and retried; many events at one instant. */
const races: Part = (sim) => {
  const random = sim.stream('calls')
  const tick = sim.signal('tick')
  let timedOut = 0
  let answered = 0
  function* call(): ProcessBody {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { index } = yield* sim.anyOf(sim.delay(random.hyperexponential(0.1, 2)), sim.delay(0.25))
      if (index === 0) {
        answered++
        return
      }
      timedOut++
      yield* tick
    }
  }
  function* caller(): ProcessBody {
    for (;;) {
      yield* sim.allOf(call(), call(), sim.delay(random.gamma(0.7, 0.2)))
    }
  }
  function beat(): void {
    tick.fire()
    sim.schedule(0.125, beat)
  }
  for (let i = 0; i < 20; i++) sim.spawn(caller(), { name: `caller-${i}`, daemon: true })
  sim.schedule(0, beat)
  return () => ({ answered, timedOut })
}

/** Packets over lossy links in both directions into a bounded store. */
const links: Part = (sim) => {
  const random = sim.stream('packets')
  const forth = new Link(sim, { name: 'forth', latency: 0.01, bandwidth: 1e6, queueLimit: 20, loss: 0.02 })
  const back = new Link(sim, { name: 'back', latency: 0.013, bandwidth: 3e6 })
  const inbox = new Store<number>(sim, { name: 'inbox', capacity: 10 })
  let bytes = 0
  function* reader(): ProcessBody {
    for (;;) {
      bytes += yield* inbox.get()
      yield* sim.delay(random.erlang(2, 0.004))
    }
  }
  function send(): void {
    const size = Math.round(random.pareto(1.3, 64))
    forth.send(size, () => inbox.offer(size) && back.send(40, () => undefined))
    sim.schedule(random.exponential(0.003), send)
  }
  sim.spawn(reader(), { name: 'reader', daemon: true })
  sim.schedule(0, send)
  return () => ({ bytes, used: forth.utilisation, wait: forth.meanWait, lost: forth.lost.count })
}

const parts: Record<string, { build: Part; until: number }> = {
  queue: { build: queue, until: 400 },
  preemption: { build: preemption, until: 400 },
  races: { build: races, until: 10 },
  links: { build: links, until: 10 },
}

const everyLaw: readonly Law[] = [
  laws.deterministic(0.1),
  laws.empirical([3, 1, 2], [0.2, 0.3, 0.5]),
  laws.erlang(5, 2),
  laws.exponential(0.7),
  laws.gamma(0.4, 2),
  laws.gamma(3.7, 1.1),
  laws.geometric(0.03),
  laws.hyperexponential(1, 3),
  laws.lognormal(2, 0.8),
  laws.normal(-1, 4),
  laws.pareto(1.5, 2),
  laws.poisson(4),
  laws.poisson(400),
  laws.uniform(-1, 2),
  laws.weibull(0.6, 3),
  laws.zipf(1000, 0.9),
]

const DRAWS = 2000

/** Runs the whole reference workload. */
export function referenceRun(eventList: EventListKind): Evidence {
  let events = 0
  const trajectories: Record<string, string> = {}
  for (const [name, { build, until }] of Object.entries(parts)) {
    const sim = new Simulation({
      seed: `reference/${name}`,
      eventList,
      fingerprint: ['time', 'order', 'label', 'draws', 'responses'],
    })
    const read = build(sim)
    sim.run(until / 4)
    sim.endWarmUp()
    sim.run(until)
    sim.addResponses(read())
    trajectories[name] = sim.fingerprint
    events += sim.executed
  }
  return { trajectories, draws: digestsOfLaws(), functions: digestsOfFunctions(), events }
}

function digestsOfLaws(): Record<string, string> {
  const sim = new Simulation({ seed: 'reference/laws' })
  return Object.fromEntries(
    everyLaw.map((law) => {
      const stream = sim.stream(law.toString())
      return [law.toString(), digest(() => law.sample(stream))]
    }),
  )
}

function digestsOfFunctions(): Record<string, string> {
  const sim = new Simulation({ seed: 'reference/functions' })
  return Object.fromEntries(
    Object.entries(math).map(([name, evaluate]) => {
      const stream = sim.stream(name)
      // Half of the arguments in [0, 2), half over many orders of magnitude and both signs.
      const argument = (): number =>
        stream.bernoulli(0.5) ? stream.uniform(0, 2) : stream.uniform(-1, 1) * math.exp(stream.uniform(-50, 50))
      return [name, digest(() => evaluate(argument(), stream.uniform(-3, 3)))]
    }),
  )
}

function digest(next: () => number): string {
  const hash = new Fingerprint()
  for (let i = 0; i < DRAWS; i++) hash.addNumber(next())
  return hash.hex()
}
