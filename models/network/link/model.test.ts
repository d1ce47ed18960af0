import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import { duringConstant, duringExponential, finiteQueue } from './finite-queue.ts'
import model from './model.ts'

const run = (parameters: Record<string, number | string | boolean>, horizon = 100) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const theory = (parameters: Record<string, number | string | boolean>) => {
  const { resolved } = resolveParameters(model, parameters)
  return (metric: keyof NonNullable<typeof model.theory>) => model.theory?.[metric]?.(resolved as never)
}

describe('a link', () => {
  it('takes transmission and propagation for a packet that is alone', () => {
    const { meanDelay, meanWait } = run({ packetRate: 0.01, size: '1000B', hops: 3, headerBytes: 250 }, 1000)
    // Three times 10 000 bits at 1 Mbps and 10 ms.
    expect(meanDelay).toBeCloseTo(0.06, 12)
    expect(meanWait).toBe(0)
  })

  it('sends the same packets whatever the bandwidth, so that nobody waits longer on a faster link', () => {
    const waits = [0.9, 1, 2, 4].map((mbps) => run({ bandwidth: mbps * 1e6 })['meanWait']!)
    expect(waits).toEqual(waits.toSorted((a, b) => b - a))
  })

  it('is the same at another scale of time', () => {
    const slow = run({ packetRate: 100, bandwidth: 1e6, latency: 0 }, 100)
    const fast = run({ packetRate: 200, bandwidth: 2e6, latency: 0 }, 50)
    // Halving is exact in binary floating point, so the trajectories agree bit for bit.
    expect(fast['meanWait']).toBe(slow['meanWait']! / 2)
  })

  it('delivers its bandwidth and no more when it is overloaded', () => {
    const { utilisation, throughput, queueDrops } = run({ packetRate: 500, room: 10 })
    expect(utilisation).toBeGreaterThan(0.999)
    // The payload of 12 500 packets: three standard errors are 3 %.
    expect(Math.abs(throughput! / 1e6 - 1)).toBeLessThan(0.03)
    expect(Math.abs(queueDrops! - 0.75)).toBeLessThan(0.02)
  })

  it('drops by bytes as it drops by packets when all packets are alike', () => {
    const packets = run({ packetRate: 150, size: '1000B', room: 6 })
    expect(run({ packetRate: 150, size: '1000B', roomBytes: 5000 })).toEqual(packets)
    expect(packets['queueDrops']).toBeGreaterThan(0.1)
  })

  it('drops large packets rather than small ones where bytes are counted', () => {
    const byBytes = run({ packetRate: 200, roomBytes: 5000 })
    const byPackets = run({ packetRate: 200, room: 6 })
    // Small packets that still fit are taken on, so the loss of packets exceeds that of bytes less.
    expect(byBytes['throughput']! / (200 * 8000 * (1 - byBytes['queueDrops']!))).toBeLessThan(0.95)
    expect(byPackets['throughput']! / (200 * 8000 * (1 - byPackets['queueDrops']!))).toBeGreaterThan(0.97)
  })

  it('never makes packets of one size wait behind the first link', () => {
    const { meanDelay, meanWait } = run({ size: '1000B', hops: 5 })
    expect(meanDelay! - meanWait!).toBeCloseTo(5 * 0.018, 3)
  })

  it('has waits that depend on each other along a chain when packets keep their sizes', () => {
    // Kleinrock's assumption forgets that a long packet is long everywhere: who follows it waits at the first link and,
    // shorter, catches up with it again at each later one.
    const kept = run({ packetRate: 100, hops: 4 }, 400)['meanDelay']!
    const redrawn = run({ packetRate: 100, hops: 4, redraw: true }, 400)['meanDelay']!
    expect(Math.abs(kept / redrawn - 1)).toBeGreaterThan(0.1)
  })

  it('keeps the queue short with RED and CoDel at the cost of drops, where drop-tail fills its room', () => {
    const overload = { packetRate: 150, size: '1000B', room: 100 }
    const [tail, red, codel] = ['drop-tail', 'red', 'codel'].map((queue) => run({ ...overload, queue }, 300))
    expect(tail!['meanQueueLength']).toBeGreaterThan(80)
    expect(red!['meanQueueLength']).toBeLessThan(25)
    expect(codel!['meanQueueLength']).toBeLessThan(tail!['meanQueueLength']! / 1.5)
    for (const { queueDrops } of [tail!, red!, codel!]) expect(queueDrops).toBeGreaterThan(0.15)
    expect(red!['meanDelay']).toBeLessThan(tail!['meanDelay']!)
  })

  it('is left alone by RED and CoDel while the queue is short', () => {
    const light = { packetRate: 20, size: '1000B' }
    for (const queue of ['red', 'codel']) {
      const [managed, plain] = [run({ ...light, queue }), run(light)]
      expect(managed['meanDelay']).toBe(plain['meanDelay'])
      expect(managed['queueDrops']).toBe(0)
    }
  })

  it('loses bursts as Gilbert and Elliott have them: as many packets, less often in a row of good ones', () => {
    expect(run({ size: '1000B', loss: 1 })).toMatchObject({ lossRatio: 1, meanDelay: null })
    const { wireLoss } = run({ size: '1000B', loss: 0.2, lossBurst: 5 }, 400)
    // 40 000 packets in bursts of 5: the standard error is about 0.006.
    expect(Math.abs(wireLoss! - 0.2)).toBeLessThan(0.02)
  })

  it('refuses what can not be', () => {
    expect(() => run({ queue: 'red', redMin: 5, redMax: 5 })).toThrow(/redMax is 5: expected more than redMin = 5/)
    expect(() => run({ loss: 0.9, lossBurst: 2 })).toThrow(/bursts of at least/)
    expect(() => run({ size: 'normal(1kB, 100B)' })).toThrow(/expected a law of sizes >= 0/)
  })
})

describe('the theory of a link', () => {
  it.each([
    [10, 0.9, 0.050813731],
    [5, 2, 0.507936508],
    [4, 1, 0.2],
  ])('gives the loss of an M/M/1/%d at load %d', (room, load, blocking) => {
    expect(finiteQueue(load, room, duringExponential(load)).blocking).toBeCloseTo(blocking, 9)
  })

  // Brun and Garcia (2000), theorem 1, evaluated with 60 digits and rounded.
  it.each([
    [10, 0.9, 0.016631747828946],
    [5, 0.9, 0.064361897185503],
    [4, 1.2, 0.218621041521806],
    [3, 0.5, 0.027242155562559],
  ])('gives the loss of an M/D/1/%d at load %d', (room, load, blocking) => {
    expect(finiteQueue(load, room, duringConstant(load)).blocking).toBeCloseTo(blocking, 13)
  })

  it('comes to Pollaczek and Khinchin when there is room enough, and to the capacity beyond it', () => {
    expect(finiteQueue(0.8, 400, duringConstant(0.8)).waiting).toBeCloseTo(1.6, 9)
    expect(finiteQueue(2, 300, duringConstant(2))).toMatchObject({ blocking: 0.5, busy: 1 })
  })

  it('is silent where there is no closed form', () => {
    expect(theory({ size: 'uniform(500B, 1500B)', room: 5 })('meanWait')).toBeUndefined()
    expect(theory({ size: 'uniform(500B, 1500B)' })('meanWait')).toBeCloseTo((100 * 0.008 ** 2 * (13 / 12)) / 0.4, 12)
    expect(theory({ hops: 2 })('meanDelay')).toBeUndefined()
    expect(theory({ hops: 2, redraw: true, loss: 0.1 })('meanDelay')).toBeCloseTo(0.02 + 1 / 25 + 1 / 35, 12)
    expect(theory({ packetRate: 200 })('meanWait')).toBeUndefined()
    expect(theory({ queue: 'red' })('queueDrops')).toBeUndefined()
    expect(theory({ packetRate: 100, headerBytes: 40, room: 4 })('queueDrops')).toBeUndefined()
  })
})
