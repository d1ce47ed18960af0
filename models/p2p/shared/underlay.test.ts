import { describe, expect, it } from 'vitest'
import { RandomStream, laws } from '../../../engine/index.ts'
import { pairLatency, transitStub } from './underlay.ts'

describe('the delay of a pair', () => {
  const law = laws.exponential(0.05)
  const between = pairLatency(law, new RandomStream('1', 'latency'))

  it('is the same in both directions, each time', () => {
    for (let host = 1; host < 50; host++) expect(between(host, 7)).toBe(between(7, host))
  })

  it('is nothing from a host to itself', () => {
    expect(between(3, 3)).toBe(0)
  })

  it('follows the law over all pairs', () => {
    let [sum, below] = [0, 0]
    for (let a = 0; a < 300; a++) {
      for (let b = 0; b < a; b++) {
        sum += between(a, b)
        if (between(a, b) < 0.05 * Math.LN2) below++
      }
    }
    const pairs = (300 * 299) / 2
    // Standard error of the mean: 50 ms / sqrt(44 850) = 0.24 ms, and 0.2 ms for the table.
    expect(Math.abs(sum / pairs - 0.05)).toBeLessThan(0.0015)
    expect(Math.abs(below / pairs - 0.5)).toBeLessThan(0.015)
  })

  it('is the constant of a constant law', () => {
    expect(pairLatency(laws.deterministic(0.02), new RandomStream('1', 'latency'))(1, 2)).toBe(0.02)
  })
})

describe('a transit-stub internet', () => {
  const hosts = 300
  const between = transitStub(hosts, new RandomStream('1', 'underlay'))

  it('is the same in both directions and nothing from a host to itself', () => {
    for (let a = 0; a < hosts; a++) {
      expect(between(a, a)).toBe(0)
      expect(between(a, 5)).toBe(between(5, a))
    }
  })

  it('is either inside a stub domain, or climbs to the backbone twice and crosses it in steps of 100 ms', () => {
    for (let a = 0; a < hosts; a++) {
      for (let b = 0; b < a; b++) {
        const milliseconds = 1000 * between(a, b)
        const local = milliseconds % 100
        if (milliseconds <= 7.001) continue
        // At most seven links of 1 ms in either stub domain, of eight routers each.
        expect(local).toBeGreaterThan(19.999)
        expect(local).toBeLessThan(34.001)
      }
    }
  })

  it('obeys the triangle inequality', () => {
    for (let via = 0; via < 40; via++) {
      for (let a = 40; a < 80; a++) {
        for (let b = 80; b < 120; b++)
          expect(between(a, b)).toBeLessThanOrEqual(between(a, via) + between(via, b) + 1e-12)
      }
    }
  })

  it('puts hosts 116 ms apart on average, as published', () => {
    let sum = 0
    for (let seed = 0; seed < 300; seed++) {
      const delay = transitStub(200, new RandomStream(String(seed), 'underlay'))
      for (let host = 0; host < 200; host += 2) sum += delay(host, host + 1) / 100
    }
    // The backbones of 300 internets differ: standard error 1 ms.
    expect(Math.abs(sum / 300 - 0.1159)).toBeLessThan(0.004)
  })
})
