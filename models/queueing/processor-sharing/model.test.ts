import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { type Choice, OneAtATime } from './one-at-a-time.ts'
import { meanTimeInSystem, shortestRemaining, throughput } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 2000) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses

/** When three jobs of 4, 1 and 2 s end that come at 0, 1 and 2 s. */
function ends(choice: Choice, quantum = 1): number[] {
  const sim = new Simulation({ seed: '1' })
  const processor = new OneAtATime(sim, choice, quantum)
  const done = [0, 0, 0]
  for (const [i, left] of [4, 1, 2].entries()) {
    sim.schedule(i + 1e-9 * i, () => processor.submit({ left, onDone: () => (done[i] = Math.round(sim.now)) }))
  }
  sim.run()
  return done
}

describe('a processor that works for one job at a time', () => {
  it('interrupts for whoever comes when the last is first', () => {
    expect(ends('lcfs-preemptive')).toEqual([7, 2, 4])
  })

  it('interrupts only for less work when the shortest is first', () => {
    expect(ends('shortest-remaining')).toEqual([7, 2, 4])
    const sim = new Simulation({ seed: '1' })
    const processor = new OneAtATime(sim, 'shortest-remaining', 1)
    const order: string[] = []
    for (const [name, left] of [
      ['b', 2],
      ['d', 9],
      ['c', 5],
      ['a', 1],
    ] as const) {
      processor.submit({ left, onDone: () => order.push(name) })
    }
    sim.run()
    expect(order.join('')).toBe('abcd')
  })

  it('gives all their turns under round robin', () => {
    // 0-1 A, 1-2 A again, for B comes just after; 2-3 B, 3-4 C or A in order of joining.
    expect(
      ends('round-robin')
        .toSorted((a, b) => a - b)
        .at(-1),
    ).toBe(7)
    expect(ends('round-robin')[1]).toBeLessThan(ends('round-robin')[0]!)
  })
})

describe('orders of service', () => {
  it('are all the same to one job alone', () => {
    for (const discipline of ['processor-sharing', 'round-robin', 'fcfs', 'lcfs-preemptive', 'shortest-remaining']) {
      const { meanTimeInSystem: time } = run({ discipline, arrivalRate: 1e-3, work: '1ms' }, 5000)
      expect(time).toBeCloseTo(0.001, 9)
    }
  })

  it('keep the processor busy alike, for none of them wastes work', () => {
    const busy = ['processor-sharing', 'round-robin', 'fcfs', 'lcfs-preemptive', 'shortest-remaining'].map(
      (discipline) => run({ discipline })['utilisation']!,
    )
    for (const each of busy) expect(each).toBeCloseTo(busy[0]!, 9)
  })

  it('help short jobs at the expense of long ones, except sharing', () => {
    const { shortSlowdown: first, longSlowdown: last } = run({ discipline: 'fcfs' }, 10_000)
    expect(first).toBeGreaterThan(2 * last!)
    const { shortSlowdown: short, longSlowdown: long } = run({ discipline: 'shortest-remaining' }, 10_000)
    expect(short).toBeLessThan(long!)
  })

  it('are never better in the mean than shortest remaining first', () => {
    const times = ['shortest-remaining', 'processor-sharing', 'fcfs'].map(
      (discipline) => run({ discipline, work: 'hyperexponential(1s, 2)' }, 20_000)['meanTimeInSystem']!,
    )
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('come close to sharing with short turns', () => {
    const parameters = { arrivalRate: 0.5, work: 'hyperexponential(1s, 2)' }
    const turns = run({ ...parameters, discipline: 'round-robin', quantum: '10ms' })['meanTimeInSystem']!
    // The same jobs in both runs: what differs is the length of a turn, a hundredth of the mean work.
    expect(Math.abs(turns / run(parameters)['meanTimeInSystem']! - 1)).toBeLessThan(0.02)
  })

  it('are rejected for several processors unless they are defined for them', () => {
    expect(() => run({ discipline: 'lcfs-preemptive', processors: 2 })).toThrow('set processors to 1')
  })
})

describe('the theory of sharing', () => {
  const theory = (parameters: Given) => meanTimeInSystem(resolveParameters(model, parameters).resolved)

  it('knows sharing for any law, and turns for exponential work only', () => {
    expect(theory({ work: 'pareto(1.5, 1s)', arrivalRate: 0.1 })).toBeCloseTo(3 / 0.7, 12)
    expect(theory({ discipline: 'round-robin', work: '1s' })).toBeUndefined()
    expect(theory({ arrivalRate: 1 })).toBeUndefined()
  })

  it('knows what an overloaded processor gets done only where it does not prefer small jobs', () => {
    const done = (given: Given) => throughput(resolveParameters(model, { arrivalRate: 2, ...given }).resolved)
    expect(done({})).toBe(1)
    expect(done({ discipline: 'fcfs', work: 'hyperexponential(1s, 2)' })).toBe(1)
    expect(done({ work: 'hyperexponential(1s, 2)' })).toBeUndefined()
    expect(done({ discipline: 'shortest-remaining' })).toBeUndefined()
    // Two jobs a second, half of them tiny: sharing finishes nearly all of those.
    const overloaded = { arrivalRate: 2, work: 'empirical(0.01 1, 1.99 1)' }
    expect(run(overloaded, 2000)['throughput']).toBeGreaterThan(1.1)
  })

  it('lets the shortest job first do no better than no queue and no worse than sharing', () => {
    expect(shortestRemaining(1e-6, 2)).toBeCloseTo(2, 4)
    expect(shortestRemaining(0.8, 1)).toBeLessThan(2.5)
    expect(shortestRemaining(0.8, 1)).toBeGreaterThan(1)
    // The same system at another time scale.
    expect(shortestRemaining(0.4, 2)).toBeCloseTo(2 * shortestRemaining(0.8, 1), 9)
  })
})
