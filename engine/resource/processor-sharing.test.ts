import { describe, expect, it } from 'vitest'
import { ProcessorSharing, RandomStream, Simulation, type ProcessBody } from '../index.ts'

interface Job {
  at: number
  work: number
}

/** When each job is done. */
function finishes(cores: number, jobs: readonly Job[]): number[] {
  const sim = new Simulation({ seed: 'sharing' })
  const sharing = new ProcessorSharing(sim, { name: 'cores', cores })
  const done = jobs.map(() => NaN)
  jobs.forEach(({ at, work }, job) => {
    sim.schedule(at, () => sharing.run(work, () => (done[job] = sim.now)))
  })
  sim.run()
  return done
}

/** The same by brute force: between arrivals and completions every job loses work at the common rate. */
function fluid(cores: number, jobs: readonly Job[]): number[] {
  const left = jobs.map(({ work }) => work)
  const done = jobs.map(() => NaN)
  let now = 0
  for (;;) {
    const present = jobs.map((_, job) => job).filter((job) => jobs[job]!.at <= now && Number.isNaN(done[job]!))
    const arrivals = jobs.filter(({ at }) => at > now).map(({ at }) => at)
    if (present.length === 0 && arrivals.length === 0) return done
    const rate = Math.min(1, cores / present.length)
    const shortest = Math.min(...present.map((job) => left[job]!)) / rate
    const step = Math.min(shortest, Math.min(...arrivals) - now)
    now = step === shortest ? now + step : Math.min(...arrivals)
    for (const job of present) {
      left[job]! -= step * rate
      if (left[job]! <= 1e-12) done[job] = now
    }
  }
}

describe('processor sharing', () => {
  it('halves the speed of two jobs on one core and leaves the rest of the core to the longer one', () => {
    expect(
      finishes(1, [
        { at: 0, work: 1 },
        { at: 0, work: 3 },
      ]),
    ).toEqual([2, 4])
  })

  it('slows a job down from the moment another one comes', () => {
    // A has 1 s left when B comes with 2 s: A ends at 3, B has 1 s left and is alone.
    expect(
      finishes(1, [
        { at: 0, work: 2 },
        { at: 1, work: 2 },
      ]),
    ).toEqual([3, 4])
  })

  it('runs as many jobs at full speed as there are cores', () => {
    expect(
      finishes(3, [
        { at: 0, work: 1 },
        { at: 0, work: 2 },
        { at: 0.5, work: 4 },
      ]),
    ).toEqual([1, 2, 4.5])
    expect(
      finishes(2, [
        { at: 0, work: 2 },
        { at: 0, work: 2 },
        { at: 0, work: 2 },
      ]),
    ).toEqual([3, 3, 3])
  })

  it('ends jobs that are due at one instant in the order of their arrival', () => {
    const sim = new Simulation({ seed: 'ties' })
    const sharing = new ProcessorSharing(sim, { name: 'cores', cores: 1 })
    const order: string[] = []
    for (const name of 'abcdefgh') sharing.run(1, () => order.push(name))
    sim.run()
    expect([order.join(''), sim.now]).toEqual(['abcdefgh', 8])
  })

  it('ends a job without work at once, whatever the others', () => {
    expect(
      finishes(1, [
        { at: 0, work: 5 },
        { at: 1, work: 0 },
      ]),
    ).toEqual([5, 1])
  })

  it('counts the cores that are busy', () => {
    const sim = new Simulation({ seed: 'busy' })
    const sharing = new ProcessorSharing(sim, { name: 'cores', cores: 2 })
    for (const work of [1, 1, 2]) sharing.run(work, () => {})
    expect([sharing.jobs, sharing.busy.level]).toEqual([3, 2])
    sim.run(4)
    // All work, 4 s, in 4 s.
    expect([sharing.jobs, sharing.busy.mean]).toEqual([0, 1])
  })

  it.each([1, 2, 5])('agrees with a fluid calculation on %d cores', (cores) => {
    const stream = new RandomStream('sharing', String(cores))
    let at = 0
    const jobs = Array.from({ length: 300 }, () => {
      at += stream.exponential(1 / cores)
      return { at, work: stream.exponential(1) }
    })
    const [exact, expected] = [finishes(cores, jobs), fluid(cores, jobs)]
    for (const [job, finish] of exact.entries()) expect(finish).toBeCloseTo(expected[job]!, 8)
  })

  it('lets only so many share and queues the others', () => {
    const sim = new Simulation({ seed: 'sharing' })
    const sharing = new ProcessorSharing(sim, { name: 'cores', cores: 1, limit: 3 })
    const ends: number[] = []
    const add = (at: number, work: number): void => {
      sim.schedule(at, () => sharing.run(work, () => ends.push(sim.now)))
    }
    add(0.5, 1)
    add(0.5, 2)
    add(0.5, 3)
    add(1.5, 4)
    sim.run(2)
    expect(sharing.queue.level).toBe(1)
    sim.run()
    // Ciw's case: the fourth takes the place of the first, at 3.5.
    expect(ends.map((end) => Number(end.toFixed(12)))).toEqual([3.5, 6.5, 8.5, 10.5])
  })

  it('gives the share of an interrupted job to the others', () => {
    const sim = new Simulation({ seed: 'sharing' })
    const sharing = new ProcessorSharing(sim, { name: 'cores', cores: 1 })
    const log: string[] = []
    function* worker(name: string, work: number): ProcessBody {
      try {
        yield* sharing.serve(work)
        log.push(`${sim.now} ${name} done`)
      } catch {
        log.push(`${sim.now} ${name} interrupted`)
      }
    }
    sim.spawn(worker('a', 3))
    const victim = sim.spawn(worker('b', 1.5))
    sim.schedule(2, () => victim.interrupt())
    sim.run()
    expect(log).toEqual(['2 b interrupted', '4 a done'])
    expect(sharing.jobs).toBe(0)
  })
})
