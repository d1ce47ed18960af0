import { describe, expect, it } from 'vitest'
import {
  findDeadlock,
  ProcessorSharing,
  Resource,
  Schedule,
  Simulation,
  type OnPreemption,
  type ProcessBody,
  type ResourceOptions,
} from '../index.ts'

// Cases C36 to C44, from Ciw.

interface Visit {
  at: number
  work: number | (() => number)
}

/** Has customers visit a resource; returns when each began (for the last time) and ended, in the order given. */
function visits(
  options: Omit<ResourceOptions, 'name'>,
  arrivals: Visit[],
  onPreemption?: OnPreemption,
): { begins: number[]; ends: number[]; waited: number[]; sim: Simulation; resource: Resource } {
  const sim = new Simulation({ seed: 'Ciw' })
  const resource = new Resource(sim, { name: 'r', ...options } as ResourceOptions)
  const [begins, ends, waited]: number[][] = [[], [], []]
  function* customer(i: number, { at, work }: Visit): ProcessBody {
    yield* sim.delay(at)
    let last = 0
    const drawn = (): number => (last = typeof work === 'number' ? work : work())
    const served = yield* resource.serve(onPreemption === 'resample' ? drawn : drawn(), {
      ...(onPreemption && { onPreemption }),
    })
    ends![i] = sim.now
    begins![i] = sim.now - last
    waited![i] = served.waited
  }
  for (const [i, arrival] of arrivals.entries()) sim.spawn(customer(i, arrival), { daemon: true })
  sim.run(1000)
  return { begins: begins!, ends: ends!, waited: waited!, sim, resource }
}

const rounded = (times: number[]): number[] => times.map((time) => Math.round(time * 1e9) / 1e9)

describe('processor sharing', () => {
  const ends = (limit: number, jobs: [at: number, work: number][]): number[] => {
    const sim = new Simulation({ seed: 'PS' })
    const cpu = new ProcessorSharing(sim, { name: 'cpu', cores: 1, limit })
    const done: number[] = []
    for (const [i, [at, work]] of jobs.entries()) {
      sim.schedule(at, () => cpu.run(work, () => void (done[i] = sim.now)))
    }
    sim.run()
    return rounded(done)
  }
  const together = (k: number): [number, number][] => Array.from({ length: k }, () => [0, 1])

  it('gives k jobs the k-th part each, as many as share (C36)', () => {
    for (const k of [1, 2, 3, 4]) expect(ends(Infinity, together(k))).toEqual(Array.from({ length: k }, () => k))
    expect(ends(3, together(4))).toEqual([3, 3, 3, 4])
    expect(ends(1, together(4))).toEqual([1, 2, 3, 4])
  })

  it('lets the next in when one ends (C37)', () => {
    const jobs: [number, number][] = [
      [0.5, 1],
      [0.5, 2],
      [0.5, 3],
      [1.5, 4],
    ]
    expect(ends(3, jobs)).toEqual([3.5, 6.5, 8.5, 10.5])

    const sim = new Simulation({ seed: 'PS' })
    const cpu = new ProcessorSharing(sim, { name: 'cpu', cores: 1, limit: 3 })
    for (const [at, work] of jobs) sim.schedule(at, () => cpu.run(work, () => undefined))
    const seen = [1.5, 3.5, 6.5, 8.5].map((time) => {
      sim.run(time, { inclusive: true })
      return [cpu.jobs, cpu.queue.level]
    })
    expect(seen).toEqual([
      [3, 1],
      [3, 0],
      [2, 0],
      [1, 0],
    ])
  })

  it('with full speed for three is as M/M/3 (C38)', () => {
    const sim = new Simulation({ seed: 'C38' })
    const cpu = new ProcessorSharing(sim, { name: 'cpu', cores: 3 })
    const [gaps, works] = [sim.stream('gaps'), sim.stream('works')]
    const inState = Array.from({ length: 6 }, () => 0)
    let jobs = 0
    let since = 0
    const change = (by: number): void => {
      if (jobs < 6) inState[jobs]! += sim.now - since
      since = sim.now
      jobs += by
    }
    const arrive = (): void => {
      change(1)
      cpu.run(works.exponential(1 / 12), () => change(-1))
      sim.schedule(gaps.exponential(1 / 10), arrive)
    }
    sim.schedule(0, arrive)
    sim.run(20_000)
    const expected = [0.432132964, 0.3601108033, 0.1500461681, 0.0416794911, 0.0115776364, 0.0032160101]
    // 200 000 arrivals: the standard error of these fractions is below 0.001.
    for (const [n, p] of expected.entries()) expect(Math.abs(inState[n]! / sim.now - p)).toBeLessThan(0.004)
  })
})

describe('servers that go off duty', () => {
  it('come back to work that is restarted, resumed or drawn anew (C39)', () => {
    const capacity = new Schedule([
      [0, 1],
      [5, 0],
      [9, 1],
    ])
    const visit = (onPreemption: OnPreemption): ReturnType<typeof visits> => {
      const works = [10, 20]
      return visits({ capacity, discipline: 'preemptive' }, [{ at: 1, work: () => works.shift()! }], onPreemption)
    }
    expect(visit('restart').ends).toEqual([19])
    expect(visit('resume').ends).toEqual([15])
    expect(visit('resample').ends).toEqual([29])
    // Four seconds in service, four off duty. Ciw counts the eight from arrival to the second start as waiting.
    expect(visit('restart').waited).toEqual([4])
  })

  it('come back to the customer that was first (C40)', () => {
    const one = new Schedule([
      [0, 1],
      [15, 0],
      [17, 2],
      [100, 0],
    ])
    const every7 = [7, 14].map((at) => ({ at, work: 5 }))
    expect(visits({ capacity: one, discipline: 'preemptive' }, every7, 'resume').ends).toEqual([12, 21])
    const four = new Schedule([
      [0, 4],
      [12.5, 0],
      [17, 1],
    ])
    const every3 = [3, 6, 9, 12].map((at) => ({ at, work: 10 }))
    const { ends } = visits({ capacity: four, discipline: 'preemptive' }, every3, 'resume')
    expect(ends.slice(0, 2)).toEqual([17.5, 21])
  })

  it('work overtime for those they have begun to serve (C41)', () => {
    // Ciw replaces all servers at a change of shift. Here the servers of one resource are alike and a cut takes none of
    // those who work, so every shift is a resource of its own, and its overtime what it works after its end.
    const sim = new Simulation({ seed: 'C41' })
    const shifts = [
      { until: 7, servers: 3 },
      { until: 11, servers: 2 },
      { until: 20, servers: 1 },
    ].map(({ until, servers }) => ({
      until,
      crew: new Resource(sim, { name: `shift until ${until}`, capacity: servers }),
    }))
    const left: number[] = []
    function* customer(at: number, work: number): ProcessBody {
      yield* sim.delay(at)
      const { until, crew } = shifts.find((shift) => sim.now < shift.until)!
      yield* crew.serve(work)
      if (until < 20) left.push(Math.max(0, sim.now - until))
    }
    for (const [at, work] of [
      [1, 5],
      [1, 7],
      [1, 9],
      [9, 4],
      [9, 5],
      [12, 5],
    ] as const) {
      sim.spawn(customer(at, work))
    }
    sim.run()
    expect(left).toEqual([0, 1, 3, 2, 3])
    expect(left.reduce((sum, overtime) => sum + overtime, 0) / left.length).toBe(1.8)
  })
})

describe('slotted service', () => {
  const starts = (options: Omit<ResourceOptions, 'name'>, at: number[], works: number[] | number): number[] => {
    const arrivals = at.map((time, i) => ({ at: time, work: typeof works === 'number' ? works : works[i]! }))
    return rounded(visits(options, arrivals).begins)
  }

  it('begins at the slots alone, as many as they hold (C42)', () => {
    const changes = [
      [1, 3],
      [2, 2],
      [3, 5],
      [4, 3],
    ] as const
    const at = [0.3, 0.5, 0.7, 1.2, 1.3, 1.8, 2.6, 2.7, 3.1]
    const expected = [1, 1, 1, 2, 2, 3, 3, 3, 4]
    expect(starts({ slots: new Schedule(changes) }, at, 0.5)).toEqual(expected)
    const shifted = new Schedule(changes, { offset: 0.05 })
    expect(starts({ slots: shifted }, at, 0.5)).toEqual(expected.map((time) => time + 0.05))
    const periodic = new Schedule(
      [
        [1.5, 1],
        [4.4, 3],
      ],
      { period: 4.4 },
    )
    expect(starts({ slots: periodic }, [0.7, 1.4, 2.6, 2.9, 4.3, 5.5, 6.1, 15], 0.2)).toEqual([
      1.5, 4.4, 4.4, 4.4, 5.9, 8.8, 8.8, 17.6,
    ])
  })

  it('counts those still in service or not, and may interrupt them (C43)', () => {
    const slots = new Schedule(
      [
        [2, 4],
        [3, 1],
      ],
      { period: 3 },
    )
    const at = [0.5, 1.1, 1.5, 1.7, 2.5]
    const works = [0.2, 0.2, 1.2, 0.2, 0.5]
    expect(starts({ slots }, at, works)).toEqual([2, 2, 2, 2, 3])
    expect(starts({ slots, capacitated: true }, at, works)).toEqual([2, 2, 2, 2, 5])

    const long = new Schedule(
      [
        [4, 3],
        [11, 1],
      ],
      { period: 11 },
    )
    const two = (onPreemption?: OnPreemption): number[] => {
      const next = [10, 10, 1]
      const work = (): number => next.shift()!
      const arrivals = [0.3, 0.5].map((time) => ({ at: time, work }))
      const discipline = onPreemption === undefined ? 'fifo' : 'preemptive'
      return visits({ slots: long, capacitated: true, discipline }, arrivals, onPreemption).ends
    }
    expect(two()).toEqual([14, 14])
    expect(two('resume')).toEqual([14, 18])
    expect(two('resample')).toEqual([14, 16])
    expect(two('restart')).toEqual([14, 25])
  })
})

describe('a deadlock', () => {
  it('is a set in which all wait for one another and none for anything else (C44)', () => {
    const blocked = (...edges: string[]): string[] => {
      const waitsFor = new Map<string, string[]>()
      for (const [from, to] of edges as Iterable<string>) {
        waitsFor.set(from!, [...(waitsFor.get(from!) ?? []), to!])
      }
      return findDeadlock(waitsFor)
    }
    expect(blocked('AD', 'AB', 'BE', 'CB', 'EC').toSorted()).toEqual(['B', 'C', 'E'])
    expect(blocked('AB', 'AC', 'BC', 'BD')).toEqual([])
    expect(blocked('AA')).toEqual(['A'])
  })
})
