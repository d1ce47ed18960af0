import { describe, expect, it } from 'vitest'
import { laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { type Discipline, meanWait, type PriorityQueue, timeInSystem, weightedWait } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon = 5000) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses

const queue = (discipline: Discipline, servers = 1, rates = [0.2, 0.3, 0.3]): PriorityQueue => ({
  discipline,
  servers,
  classes: rates.map((rate) => ({ rate, service: laws.exponential(1) })),
})

describe('a queue with priorities', () => {
  it('makes the more urgent wait less, and with preemption less still', () => {
    const polite = run({})
    expect(polite['urgentWait']!).toBeLessThan(polite['normalWait']!)
    expect(polite['normalWait']!).toBeLessThan(polite['bulkWait']!)
    expect(run({ discipline: 'preemptive-resume' })['urgentWait']!).toBeLessThan(polite['urgentWait']!)
  })

  it('hides all others from the most urgent when it preempts', () => {
    const urgent = { discipline: 'preemptive-resume', urgentRate: 0.2 }
    expect(run(urgent)['urgentTimeInSystem']).toBe(run({ ...urgent, bulkRate: 5 })['urgentTimeInSystem'])
  })

  it('loses no work to preemption', () => {
    const busy = ['fifo', 'preemptive-resume'].map((discipline) => run({ discipline })['utilisation']!)
    expect(busy[0]).toBeCloseTo(busy[1]!, 9)
  })

  it('has no response of a class that never comes', () => {
    expect(run({ bulkRate: 0 })).toMatchObject({ bulkWait: null, bulkTimeInSystem: null })
    expect(() => run({ urgentRate: 0, normalRate: 0, bulkRate: 0 })).toThrow('nobody ever comes')
  })
})

describe('the theory of priorities', () => {
  it('is the theory of M/M/1 where there is one class', () => {
    for (const discipline of ['fifo', 'non-preemptive', 'preemptive-resume'] as const) {
      expect(timeInSystem(queue(discipline, 1, [0.8, 0, 0]), 0)).toBeCloseTo(5, 12)
    }
  })

  it('conserves the weighted wait', () => {
    const q = queue('non-preemptive')
    const weighted = [0.2, 0.3, 0.3].reduce((sum, load, k) => sum + load * meanWait(q, k)!, 0) / 0.8
    expect(weighted).toBeCloseTo(weightedWait(q)!, 12)
    expect(weightedWait(queue('fifo'))).toBeCloseTo(4, 12)
  })

  it('agrees with itself for one server and for several of which there is one', () => {
    for (const discipline of ['fifo', 'non-preemptive', 'preemptive-resume'] as const) {
      const several = timeInSystem(queue(discipline, 2, [0.4, 0.6, 0.6]), 2)!
      expect(several).toBeLessThan(timeInSystem(queue(discipline), 2)!)
      expect(several).toBeGreaterThan(1)
    }
  })

  it('knows the urgent class of an overloaded queue if it preempts', () => {
    expect(timeInSystem(queue('preemptive-resume', 1, [0.5, 1, 1]), 0)).toBeCloseTo(2, 12)
    expect(timeInSystem(queue('preemptive-resume', 1, [0.5, 1, 1]), 1)).toBeUndefined()
    expect(timeInSystem(queue('non-preemptive', 1, [0.5, 1, 1]), 0)).toBeUndefined()
  })
})
