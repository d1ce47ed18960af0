import { describe, expect, it } from 'vitest'
import { Fingerprint } from './fingerprint.ts'

function fingerprintOf(events: readonly (readonly [time: number, tag: number])[]): string {
  const fingerprint = new Fingerprint()
  for (const [time, tag] of events) fingerprint.add(time, tag)
  return fingerprint.hex()
}

const trajectory: [number, number][] = Array.from({ length: 100 }, (_, i) => [i * 0.1, i % 7])

describe('a fingerprint', () => {
  it('is 16 hexadecimal digits that never change between versions or machines', () => {
    expect(fingerprintOf([])).toBe('89d837859dd0cfb3')
    expect(fingerprintOf(trajectory)).toBe('d0a5733b1168bbc8')
  })

  it('changes with the last bit of one time, one tag, the order and the number of events', () => {
    const changed = (change: (events: [number, number][]) => void) => {
      const copy = trajectory.map(([time, tag]): [number, number] => [time, tag])
      change(copy)
      return fingerprintOf(copy)
    }
    const variants = [
      fingerprintOf(trajectory),
      changed((events) => (events[0]![0] = 5e-324)),
      changed((events) => (events[50]![0] *= 1 + 2 ** -52)),
      changed((events) => (events[99]![0] *= 1 + 2 ** -52)),
      changed((events) => (events[50]![1] += 1)),
      changed((events) => (events[99]![1] += 1)),
      changed((events) => ([events[10], events[11]] = [events[11]!, events[10]!])),
      changed((events) => events.pop()),
      changed((events) => events.push([0, 0])),
    ]
    expect(new Set(variants).size).toBe(variants.length)
  })

  it('takes -0 for 0, which happen at the same time', () => {
    expect(fingerprintOf([[-0, 1]])).toBe(fingerprintOf([[0, 1]]))
  })

  it('can be read while it runs', () => {
    const fingerprint = new Fingerprint()
    fingerprint.add(1, 1)
    fingerprint.hex()
    fingerprint.add(2, 2)
    expect(fingerprint.hex()).toBe(
      fingerprintOf([
        [1, 1],
        [2, 2],
      ]),
    )
  })

  it('flips each of its 64 bits about half of the time for any one bit of input', () => {
    // 4000 flips of a fair coin stay within 0.5 +- 6 * 0.0079.
    const flips = new Float64Array(64)
    let trials = 0
    const reference = BigInt(
      `0x${fingerprintOf([
        [1.5, 3],
        [2.5, 4],
      ])}`,
    )
    for (let i = 0; i < 4000; i++) {
      const changed = BigInt(
        `0x${fingerprintOf([
          [1.5 + i * 2 ** -40, 3 + (i % 64)],
          [2.5, 4],
        ])}`,
      )
      if (i === 0) continue
      trials++
      for (let bit = 0; bit < 64; bit++) flips[bit]! += Number(((reference ^ changed) >> BigInt(bit)) & 1n)
    }
    for (const count of flips) expect(Math.abs(count / trials - 0.5)).toBeLessThan(6 * 0.0079)
  })

  it('has no collision among 30 000 trajectories that differ in two events only', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 30_000; i++)
      seen.add(
        fingerprintOf([
          [1, i % 317],
          [1 + 2 ** -50, Math.floor(i / 317)],
          [2, 0],
        ]),
      )
    expect(seen.size).toBe(30_000)
  })
})
