import { describe, expect, it } from 'vitest'
import { requestsFrom, retryFixedPoints, stableLoad } from './storm.ts'

/** The database of the HotOS paper: 300 queries a second, one retry after 1 s. */
const database = { serviceRate: 300, timeout: 1, retries: 1 }
const rates = (callRate: number, timeout = 1) => retryFixedPoints({ ...database, callRate, timeout })

describe('the rates that keep themselves up', () => {
  it('are the calls alone below half of the capacity', () => {
    const [only, ...others] = rates(140)
    expect(only!.rate).toBeCloseTo(140, 6)
    expect(others).toEqual([])
  })

  it('are two stable ones and a border between them above it', () => {
    const found = rates(160)
    expect(found.map(({ stable }) => stable)).toEqual([true, false, true])
    expect(found[0]!.rate).toBeCloseTo(160, 6)
    expect(found[1]!.rate).toBeCloseTo(299.87, 2)
    expect(found[2]!.rate).toBe(320)
  })

  it('leave little room near the capacity', () => {
    const found = rates(280)
    expect(found[0]!.rate).toBeCloseTo(280, 4)
    expect(found[1]!.rate).toBeCloseTo(297.2, 1)
    expect(found[2]!.rate).toBe(560)
  })

  it('are the storm alone when the time-out is too short', () => {
    expect(rates(280, 0.1)).toEqual([{ rate: 560, stable: true }])
  })

  it('reproduce themselves', () => {
    for (const callRate of [100, 155, 200, 290])
      for (const { rate } of rates(callRate)) expect(requestsFrom(rate, { ...database, callRate })).toBeCloseTo(rate, 6)
  })
})

describe('the stable load', () => {
  it('is half of the capacity with one retry, a third with two', () => {
    expect(stableLoad(300, 2)).toBe(150)
    expect(stableLoad(300, 3)).toBe(100)
  })
})
