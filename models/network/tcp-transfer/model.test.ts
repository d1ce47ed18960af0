import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { independentLosses, latency, mathis, pftk, type Transfer } from './theory.ts'

type Given = Record<string, number | string | boolean>
const resolved = (parameters: Given): Transfer => resolveParameters(model, parameters).resolved as unknown as Transfer
const run = (parameters: Given) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon: Infinity }).responses

describe('a transfer over TCP', () => {
  it.each([
    { objectBytes: 1 },
    { objectBytes: 1460, initialWindow: 1 },
    { objectBytes: 1461, initialWindow: 1 },
    { objectBytes: 1_000_000, initialWindow: 3, rtt: 0.033, bandwidth: 3e6 },
    { objectBytes: 500_000, initialWindow: 2, receiveWindow: 20, rtt: 0.2 },
    { objectBytes: 77_777, mss: 999, rtt: 0, initialWindow: 1 },
    { objectBytes: 300_000, tlsRoundTrips: 2, bandwidth: 1e9, rtt: 0.08 },
  ])('takes the time of the formula packet by packet: %o', (parameters) => {
    const expected = latency(resolved(parameters))!
    expect(run(parameters)['latency']).toBeCloseTo(expected, 9)
    expect(run({ ...parameters, detail: 'formula' })['latency']).toBeCloseTo(expected, 9)
  })

  it('is never faster with a smaller first window, nor slower with a faster path', () => {
    const byWindow = [1, 2, 4, 8, 16].map((initialWindow) => run({ initialWindow })['latency']!)
    expect(byWindow).toEqual(byWindow.toSorted((a, b) => b - a))
    const byRate = [1e5, 1e6, 1e7, 1e8].map((bandwidth) => run({ bandwidth, initialWindow: 1 })['latency']!)
    expect(byRate).toEqual(byRate.toSorted((a, b) => b - a))
  })

  it('sends nothing again while nothing is lost, and something when a queue is too short for its window', () => {
    expect(run({})).toMatchObject({ retransmissions: 0, timeouts: 0 })
    const short = run({ objectBytes: 1_000_000, queue: 5, bandwidth: 1e6 })
    expect(short['retransmissions']).toBeGreaterThan(0)
    expect(short['latency']).toBeGreaterThan(run({ objectBytes: 1_000_000, bandwidth: 1e6 })['latency']!)
  })

  it('pays for headers, and for acknowledgements that are held back', () => {
    expect(run({ headerBytes: 40 })['latency']).toBeGreaterThan(run({})['latency']!)
    expect(run({ delayedAcks: true })['latency']).toBeGreaterThan(run({})['latency']!)
  })

  it('by Tahoe slows down as the inverse square root of the losses, and below the law of Mathis', () => {
    const long = { objectBytes: 20_000_000, bandwidth: 1e9, rtt: 0.1, minTimeout: 0.4 }
    const rates = [0.005, 0.05].map((loss) => {
      const { throughput } = run({ ...long, loss })
      expect(throughput).toBeLessThan(mathis(resolved({ ...long, loss })))
      return throughput!
    })
    // A factor of ten apart, and time-outs in addition at 5 %.
    expect(rates[0]! / rates[1]!).toBeGreaterThan(Math.sqrt(10))
    expect(rates[0]! / rates[1]!).toBeLessThan(10)
  })

  it('with fast recovery is faster than without, most where losses are few', () => {
    const long = { objectBytes: 20_000_000, bandwidth: 1e9, rtt: 0.1, minTimeout: 0.4 }
    const gains = [0.005, 0.1].map((loss) => {
      const [tahoe, newreno] = ['tahoe', 'newreno'].map(
        (congestion) => run({ ...long, loss, congestion })['throughput']!,
      )
      return newreno! / tahoe!
    })
    expect(gains[1]).toBeGreaterThan(1)
    expect(gains[0]).toBeGreaterThan(gains[1]!)
  })

  it('takes as long whatever is done about losses, while there are none', () => {
    const times = ['tahoe', 'reno', 'newreno'].map((congestion) => run({ congestion })['latency'])
    expect(new Set(times).size).toBe(1)
  })

  it('is the faster, the less time a lone acknowledgement is held back', () => {
    const times = [0.3, 0.2, 0.05, 0].map(
      (ackDelay) => run({ delayedAcks: true, initialWindow: 1, ackDelay })['latency']!,
    )
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(times[3]).toBeCloseTo(run({ initialWindow: 1 })['latency']!, 12)
  })

  it('repeats itself when transfers follow each other without loss', () => {
    expect(run({ transfers: 5 })['latency']).toBeCloseTo(run({})['latency']!, 12)
  })

  it('refuses a receiver with less room than is sent at first', () => {
    expect(() => run({ receiveWindow: 5 })).toThrow(/receiveWindow = 5: expected at least initialWindow = 10/)
  })
})

describe('the slow-start formula', () => {
  // The form of Kurose and Ross with S = 536 B and an RTT of 0.1 s, evaluated by hand.
  it.each([
    [100_000, 28e3, 28.8714],
    [100_000, 100e3, 8.3571],
    [100_000, 1e6, 1.38851],
    [100_000, 10e6, 0.928544],
    [5000, 28e3, 1.72857],
    [5000, 100e3, 0.75712],
    [5000, 1e6, 0.522848],
    [5000, 10e6, 0.502285],
  ])('gives the published time of %d bytes at %d bit/s', (objectBytes, bandwidth, seconds) => {
    const given = resolved({ objectBytes, bandwidth, mss: 536, initialWindow: 1 })
    expect(Math.abs(latency(given)! / seconds - 1)).toBeLessThan(5e-6)
  })

  it('is silent where it does not hold', () => {
    for (const more of [{ loss: 0.01 }, { queue: 10 }, { headerBytes: 40 }, { delayedAcks: true }])
      expect(latency(resolved(more))).toBeUndefined()
  })

  it('has the law of Mathis beside it: 1.43 Mbps for 1 % and 100 ms', () => {
    expect(mathis(resolved({ loss: 0.01 })) / 1.4305e6).toBeCloseTo(1, 4)
  })

  it('has the table of Mathis beside it: 1.22 and 1.31, and 0.87 and 0.93 for one acknowledgement of two', () => {
    // MSS / RTT / sqrt p is 1 bit/s.
    const unit = { mss: 1, rtt: 8, loss: 0.25, bandwidth: 1e9 }
    const constants = [false, true].flatMap((delayedAcks) => {
      const p = resolved({ ...unit, delayedAcks })
      return [mathis(p) / 2, independentLosses(p) / 2]
    })
    expect(constants.map((constant) => Math.round(constant * 100) / 100)).toEqual([1.22, 1.31, 0.87, 0.93])
  })

  it('has the model of Padhye et al. beside it: 1.312 Mbps, or 0.928 with b = 2, for a time-out of 0.4 s', () => {
    const given = { loss: 0.01, minTimeout: 0.4 }
    expect(pftk(resolved(given)) / 1.312e6).toBeCloseTo(1, 3)
    expect(pftk(resolved({ ...given, delayedAcks: true })) / 0.928e6).toBeCloseTo(1, 3)
    // For rare losses it is the law of Mathis.
    const rare = resolved({ loss: 1e-9, minTimeout: 0.4 })
    expect(pftk(rare) / mathis(rare)).toBeCloseTo(1, 5)
  })
})

describe('the constant for independent losses', () => {
  it('is what the squares of the window come to', () => {
    // W'^2 = W^2 / 4 + 2 S with S of mean 1: the mean of W from the sum of exponentials of means 4^-k.
    const rates = Array.from({ length: 20 }, (_, k) => 4 ** k)
    const meanRoot = rates
      .map(
        (mine) => rates.reduce((c, other) => (other === mine ? c : (c * other) / (other - mine)), 1) / Math.sqrt(mine),
      )
      .reduce((a, b) => a + b)
    const meanWindow = Math.sqrt(2) * (Math.sqrt(Math.PI) / 2) * meanRoot
    const unit = resolved({ mss: 1, rtt: 8, loss: 0.25, bandwidth: 1e9 })
    expect(independentLosses(unit) / 2).toBeCloseTo(2 / meanWindow, 4)
  })
})
