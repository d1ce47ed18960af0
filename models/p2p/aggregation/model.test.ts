import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { convergenceFactor } from './theory.ts'

const run = (parameters: Record<string, PlainValue>, replication = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication, warmUp: 0, horizon: Infinity }).responses as Record<
    string,
    number
  >

describe('push-pull averaging', () => {
  it('makes two nodes agree in one cycle', () => {
    expect(run({ nodes: 2, cycles: 1 })).toMatchObject({ variance: 0, mean: 1, exchanges: 1 })
  })

  it('keeps the sum of all values, whoever meets whom', () => {
    for (const pairing of ['each calls once', 'random pairs', 'matching twice']) {
      expect(run({ nodes: 1001, pairing })['mean']).toBeCloseTo(1, 10)
    }
    expect(run({ nodes: 1000, neighbours: 5, linkFailure: 0.3 })['mean']).toBeCloseTo(1, 10)
  })

  it('loses track of the sum where replies are lost', () => {
    expect(Math.abs(run({ nodes: 1000, messageLoss: 0.2 })['mean']! - 1)).toBeGreaterThan(1e-6)
  })

  it('converges more slowly among few fixed neighbours than among all, and hardly so among thirty', () => {
    const factor = (neighbours: number | 'unlimited') => {
      let sum = 0
      for (let i = 0; i < 5; i++) sum += run({ nodes: 2000, start: 'uniform', neighbours }, i)['convergenceFactor']!
      return sum / 5
    }
    const [two, thirty, all] = [factor(2), factor(30), factor('unlimited')]
    expect(two).toBeGreaterThan(thirty)
    expect(thirty - all).toBeLessThan(0.03)
  })

  it('agrees among those who live when others crash, on a mean that is off by what the crashed took along', () => {
    const found = run({ nodes: 1000, start: 'uniform', crash: 0.05 })
    expect(found['variance']).toBeLessThan(1e-8)
    expect(Math.abs(found['mean']! - run({ nodes: 1000, start: 'uniform' })['mean']!)).toBeGreaterThan(1e-4)
    expect(run({ nodes: 50, crash: 1 })['exchanges']).toBeNull()
  })

  it('refuses fixed neighbours for pairs drawn among all', () => {
    expect(() => run({ pairing: 'random pairs', neighbours: 3 })).toThrow('neighbours needs pairing')
  })
})

describe('the theory of averaging', () => {
  it('gives the three published factors', () => {
    const p = { neighbours: Infinity, linkFailure: 0, messageLoss: 0, crash: 0 }
    expect(convergenceFactor({ ...p, pairing: 'each calls once' })).toBeCloseTo(1 / (2 * Math.sqrt(Math.E)), 12)
    expect(convergenceFactor({ ...p, pairing: 'random pairs' })).toBeCloseTo(1 / Math.E, 12)
    expect(convergenceFactor({ ...p, pairing: 'matching twice' })).toBe(0.25)
  })
})
