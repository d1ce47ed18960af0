import { describe, expect, it } from 'vitest'
import { RandomStream, Simulation } from '../../../engine/index.ts'
import { ProcessorSharing } from './processor-sharing.ts'

interface Job {
  at: number
  work: number
}

/** When each job is done. */
function finishes(cores: number, jobs: readonly Job[]): number[] {
  const sim = new Simulation({ seed: 'sharing' })
  const sharing = new ProcessorSharing(sim, cores)
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
    const sharing = new ProcessorSharing(sim, 1)
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
    const sharing = new ProcessorSharing(sim, 2)
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
})
