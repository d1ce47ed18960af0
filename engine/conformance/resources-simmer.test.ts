import { describe, expect, it } from 'vitest'
import {
  Order,
  Preempted,
  Rejected,
  Reneged,
  Resource,
  Schedule,
  Simulation,
  sumSchedules,
  type Lease,
  type ProcessBody,
  type ResourceOptions,
  type ServeOptions,
} from '../index.ts'

// Cases C16 to C35, from simmer. There a higher priority number wins, here a lower one: every sign is turned.

interface Arrival extends ServeOptions {
  at: number
  /** Seconds; default 10. */
  work?: number
}

interface Outcome {
  ends: number[]
  activity: number[]
  rejected: number
  /** [time, servers in use, requests that wait] after everything else of an instant. */
  log: number[][]
}

/** Has customers visit a resource; the outcome lists them in the order given. */
function visits(options: Omit<ResourceOptions, 'name'>, arrivals: Arrival[], logAt: number[] = []): Outcome {
  const sim = new Simulation({ seed: 'simmer' })
  const resource = new Resource(sim, { name: 'r', ...options } as ResourceOptions)
  const outcome: Outcome = { ends: [], activity: [], rejected: 0, log: [] }
  function* customer(i: number, { at, work = 10, ...visit }: Arrival): ProcessBody {
    yield* sim.delay(at)
    const service = resource.serve(work, visit)
    try {
      yield* service
    } catch (error) {
      if (!(error instanceof Rejected || error instanceof Reneged)) throw error
      outcome.rejected++
    }
    // A visit keeps its account, also of who was turned away after a preemption.
    outcome.activity[i] = service.activity
    outcome.ends[i] = sim.now
  }
  for (const time of logAt) {
    const look = (): void => void outcome.log.push([time, resource.inUse, resource.queueLength])
    sim.schedule(time, () => void sim.schedule(0, look, Order.late), Order.late)
  }
  for (const [i, arrival] of arrivals.entries()) sim.spawn(customer(i, arrival), { daemon: true })
  sim.run()
  return outcome
}

describe('preemption', () => {
  const four: Arrival[] = [
    { at: 0, priority: 0 },
    { at: 0, priority: 0 },
    { at: 2, priority: -1 },
    { at: 3, priority: -1 },
  ]

  it('and a full queue give way to better priorities (C16)', () => {
    const preemptive = visits({ capacity: 1, queueLimit: 2, discipline: 'preemptive', pushOut: true }, four)
    expect(preemptive.ends).toEqual([30, 3, 12, 22])
    const waiting = visits({ capacity: 1, queueLimit: 2, discipline: 'priority', pushOut: true }, four)
    expect(waiting.ends).toEqual([10, 3, 20, 30])
    expect([preemptive.rejected, waiting.rejected]).toEqual([1, 1])
  })

  it('takes as many servers as are needed; the work is resumed or restarted (C17)', () => {
    const arrivals = (onPreemption: 'resume' | 'restart'): Arrival[] => [
      { at: 0, priority: 0, onPreemption },
      { at: 0, priority: 0, onPreemption },
      { at: 2, priority: -1, units: 2 },
      { at: 15, priority: -1, units: 2 },
    ]
    const resumed = visits({ capacity: 2, discipline: 'preemptive' }, arrivals('resume'))
    expect([resumed.ends, resumed.activity]).toEqual([
      [30, 30, 12, 25],
      [10, 10, 10, 10],
    ])
    const restarted = visits({ capacity: 2, discipline: 'preemptive' }, arrivals('restart'))
    expect([restarted.ends, restarted.activity]).toEqual([
      [35, 35, 12, 25],
      [15, 15, 10, 10],
    ])
  })

  const three: Arrival[] = [
    { at: 0, priority: 0 },
    { at: 0, priority: 0 },
    { at: 1, priority: -1 },
  ]

  it('keeps a place in the queue for who loses its server (C19)', () => {
    const { ends, log } = visits(
      { capacity: 1, queueLimit: 1, discipline: 'preemptive', pushOut: true },
      three,
      [0, 1, 11, 20, 30],
    )
    expect(ends).toEqual([20, 30, 11])
    expect(log).toEqual([
      [0, 1, 1],
      [1, 1, 2],
      [11, 1, 1],
      [20, 1, 0],
      [30, 0, 0],
    ])
  })

  it('drops it from a full queue where the limit is strict (C20), or one of worse priority (C21)', () => {
    const strict = { capacity: 1, queueLimit: 1, discipline: 'preemptive', pushOut: true, strictLimit: true } as const
    const { ends, activity, log, rejected } = visits(strict, three, [0, 1, 11, 21])
    expect([ends, activity, rejected]).toEqual([[1, 21, 11], [1, 10, 10], 1])
    expect(log).toEqual([
      [0, 1, 1],
      [1, 1, 1],
      [11, 1, 0],
      [21, 0, 0],
    ])
    const ranks = visits(strict, [
      { at: 0, priority: 0 },
      { at: 0, priority: -1 },
      { at: 1, priority: -2 },
    ])
    // The first was displaced by the second at once, and had nothing.
    expect([ranks.ends, ranks.activity, ranks.rejected]).toEqual([[1, 20, 11], [0, 10, 10], 1])
  })

  it('comes before a signal of the same instant, which must be remembered (C24)', () => {
    // simmer delivers a signal before it seizes. Here who is preempted hears of that first and no longer waits for the
    // signal; a once is remembered, so that it finds out when it has its server again.
    const sim = new Simulation({ seed: 'C24' })
    const server = new Resource(sim, { name: 'server', capacity: 1, discipline: 'preemptive' })
    const signal = sim.once('signal')
    const ends: number[] = []
    let activity = 0
    function* customer(): ProcessBody {
      let lease = yield* server.acquire({ priority: 0 })
      let since = sim.now
      try {
        yield* sim.anyOf(sim.delay(5), signal)
      } catch (error) {
        expect(error).toBeInstanceOf(Preempted)
        activity += sim.now - since
        lease = yield* server.acquire({ priority: 0, ahead: true })
        since = sim.now
      }
      if (signal.triggered) yield* sim.delay(1)
      activity += sim.now - since
      lease.release()
      ends[0] = sim.now
    }
    function* blocker(): ProcessBody {
      yield* sim.delay(2)
      signal.succeed()
      yield* server.serve(20, { priority: -10 })
      ends[1] = sim.now
    }
    sim.spawn(customer())
    sim.spawn(blocker())
    sim.run()
    expect([ends, activity]).toEqual([[23, 22], 3])
  })

  it('makes a customer leave the queues it stands in, and regain its server first (C25)', () => {
    const sim = new Simulation({ seed: 'C25' })
    const one = new Resource(sim, { name: 'one', capacity: 1, discipline: 'preemptive' })
    const two = new Resource(sim, { name: 'two', capacity: 0 })
    const ends: number[][] = []
    function* customer(): ProcessBody {
      for (let ahead = false; ; ahead = true) {
        try {
          using _one = yield* one.acquire({ priority: 0, ahead })
          using _two = yield* two.acquire()
          const since = sim.now
          yield* sim.delay(10)
          ends.push([sim.now, sim.now - since])
          return
        } catch (error) {
          expect(error).toBeInstanceOf(Preempted)
          expect(two.queueLength).toBe(0)
        }
      }
    }
    function* better(): ProcessBody {
      yield* sim.delay(1)
      using _one = yield* one.acquire({ priority: -1 })
      two.setCapacity(1)
      yield* sim.delay(100)
      ends.push([sim.now, 100])
    }
    sim.spawn(customer())
    sim.spawn(better())
    sim.run()
    expect(ends).toEqual([
      [101, 100],
      [111, 10],
    ])
  })

  it('may leave no way but out (C26)', () => {
    const sim = new Simulation({ seed: 'C26' })
    const one = new Resource(sim, {
      name: 'one',
      capacity: 1,
      queueLimit: 0,
      discipline: 'preemptive',
      strictLimit: true,
    })
    const two = new Resource(sim, { name: 'two', capacity: 0 })
    const ends: number[] = []
    let activity = 0
    function* customer(): ProcessBody {
      try {
        using _one = yield* one.acquire({ priority: 0 })
        using _two = yield* two.acquire()
      } catch (error) {
        expect(error).toBeInstanceOf(Preempted)
        try {
          yield* one.acquire({ priority: 0, ahead: true })
        } catch (rejection) {
          expect(rejection).toBeInstanceOf(Rejected)
          const since = sim.now
          yield* sim.delay(1)
          activity += sim.now - since
        }
      }
      ends.push(sim.now)
    }
    function* better(): ProcessBody {
      yield* sim.delay(1)
      yield* one.serve(100, { priority: -1 })
      ends.push(sim.now)
    }
    sim.spawn(customer())
    sim.spawn(better())
    sim.run()
    expect([ends, activity, two.queueLength]).toEqual([[2, 101], 1, 0])
  })
})

describe('a queue', () => {
  it('may count units (C23)', () => {
    const arrivals = [...Array.from({ length: 5 }, () => ({ at: 0 })), { at: 1, priority: -1, units: 7 }]
    const options = {
      capacity: 0,
      queueLimit: 10,
      queueCounts: 'units',
      discipline: 'priority',
      pushOut: true,
    } as const
    const { ends, activity, rejected, log } = visits(options, arrivals, [0, 1])
    expect([rejected, ends.filter((end) => end === 1).length]).toEqual([2, 2])
    expect(activity.slice(3, 5)).toEqual([0, 0])
    // Three of one unit and one of seven: ten places, four requests.
    expect(log).toEqual([
      [0, 0, 5],
      [1, 0, 4],
    ])
  })

  it('is in order of arrival across sources (C27)', () => {
    const options = { capacity: 1, discipline: 'priority' } as const
    const first = visits(options, [
      { at: 0, work: 2 },
      { at: 0, work: 2 },
      { at: 1, work: 2, priority: -1 },
    ])
    expect(first.ends[2]).toBe(4)
    const alternating = [0, 2, 4, 6, 1, 3, 5, 7].map((at) => ({ at, work: 2 }))
    expect(visits(options, alternating).ends).toEqual([2, 6, 10, 14, 4, 8, 12, 16])
  })

  it('may be for some priorities alone (C28)', () => {
    const arrivals = [
      [0, 0],
      [0, -2],
      [0, -1],
      [1, 0],
      [2, -2],
      [3, -1],
    ].map(([at, priority]) => ({ at: at!, priority: priority!, work: 4 }))
    const ends = (queuePriorities: [number, number]): number[] =>
      visits({ capacity: 3, discipline: 'priority', queuePriorities }, arrivals).ends
    expect(ends([-Infinity, -1])).toEqual([4, 4, 4, 1, 8, 8])
    expect(ends([-1, -1])).toEqual([4, 4, 4, 1, 2, 8])
  })

  it('is left by who loses patience (C33)', () => {
    const { ends, activity, log } = visits(
      { capacity: 1 },
      [
        { at: 0, work: 2, patience: 1 },
        { at: 0, work: 2, patience: 1 },
      ],
      [0, 1, 2],
    )
    expect([ends, activity]).toEqual([
      [2, 1],
      [2, 0],
    ])
    expect(log).toEqual([
      [0, 1, 1],
      [1, 1, 0],
      [2, 0, 0],
    ])
  })
})

describe('a capacity on a schedule', () => {
  it('is a cut that users survive, or that takes their servers (C29)', () => {
    const capacity = new Schedule([
      [0, 1],
      [1, 3],
      [2, 1],
    ])
    const arrivals = (onPreemption: 'resume' | 'restart'): Arrival[] =>
      Array.from({ length: 3 }, () => ({ at: 0, work: 2, onPreemption }))
    const kept = visits({ capacity }, arrivals('resume'))
    expect([kept.ends, kept.activity]).toEqual([
      [2, 3, 3],
      [2, 2, 2],
    ])
    const cut = visits({ capacity, discipline: 'preemptive' }, arrivals('restart'))
    expect([cut.ends, cut.activity]).toEqual([
      [2, 3, 5],
      [2, 2, 3],
    ])
  })

  it('changes once or every period (C30)', () => {
    const shifts = [
      [8, 1],
      [16, 2],
      [24, 3],
    ] as const
    const log = (capacity: Schedule): string => {
      const sim = new Simulation({ seed: 'C30' })
      const resource = new Resource(sim, { name: 'r', capacity })
      const seen = [`0:${resource.capacity}`]
      for (let t = 8; t <= 48; t += 8) {
        sim.run(t, { inclusive: true })
        seen.push(`${t}:${resource.capacity}`)
      }
      return seen.join(' ')
    }
    expect(log(new Schedule(shifts))).toBe('0:0 8:1 16:2 24:3 32:3 40:3 48:3')
    const periodic = new Schedule(shifts, { period: 24 })
    expect(log(periodic)).toBe('0:3 8:1 16:2 24:3 32:1 40:2 48:3')
    // A schedule is a function of time: a new run begins at its beginning.
    expect([periodic.at(0), log(periodic).slice(0, 7)]).toEqual([3, '0:3 8:1'])
  })

  it('may be a sum (C31)', () => {
    const times = (schedule: Schedule): string => schedule.changes.map(([time, value]) => `${time}:${value}`).join(' ')
    const once = sumSchedules(
      new Schedule([
        [0, 1],
        [5, 0],
      ]),
      new Schedule([
        [0, 0],
        [4, 1],
      ]),
    )
    expect(times(once)).toBe('0:1 4:2 5:1')

    const day = new Schedule(
      [
        [8, 3],
        [16, 2],
        [24, 1],
      ],
      { period: 24 },
    )
    const evening = new Schedule(
      [
        [1, 5],
        [17, 0],
        [23, 3],
      ],
      { period: 24 },
    )
    // At 1 the value of the first is still the 1 of the day before; simmer takes it as 0 until its first change.
    expect(times(sumSchedules(day, evening))).toBe('1:6 8:8 16:7 17:2 23:5 24:4')
    expect(times(sumSchedules(day, evening, { beforeFirst: 'zero' }))).toBe('1:5 8:8 16:7 17:2 23:5 24:4')

    const five = new Schedule(
      [
        [1, 1],
        [3, 3],
        [5, 5],
      ],
      { period: 5 },
    )
    const three = new Schedule(
      [
        [1, 1],
        [3, 3],
      ],
      { period: 3 },
    )
    const sum = sumSchedules(five, three)
    expect(sum.period).toBe(15)
    expect(times(sum)).toBe('1:2 3:6 4:4 5:6 6:4 7:2 8:4 9:6 10:6 11:2 12:4 13:4 15:8')
  })
})

describe('a lease under a schedule', () => {
  it('that ends at the instant of a cut is lost to it, where a service is not', () => {
    // The release of a process is user code, and comes after capacity changes; the end of `serve` comes before them.
    const sim = new Simulation({ seed: 'cut' })
    const capacity = new Schedule([
      [0, 1],
      [2, 0],
    ])
    const seen: string[] = []
    const leased = new Resource(sim, { name: 'leased', capacity, discipline: 'preemptive' })
    const served = new Resource(sim, { name: 'served', capacity, discipline: 'preemptive' })
    function* holder(): ProcessBody {
      try {
        const lease: Lease = yield* leased.acquire()
        yield* sim.delay(2)
        lease.release()
      } catch (error) {
        seen.push((error as Preempted).resource)
      }
    }
    function* visitor(): ProcessBody {
      const { preemptions } = yield* served.serve(2)
      seen.push(`served, lost ${preemptions} times`)
    }
    sim.spawn(holder())
    sim.spawn(visitor())
    sim.run()
    expect(seen.toSorted()).toEqual(['leased', 'served, lost 0 times'])
  })
})
