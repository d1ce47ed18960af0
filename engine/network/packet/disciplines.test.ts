import { beforeEach, describe, expect, it } from 'vitest'
import { RandomStream } from '../../random/stream.ts'
import { Simulation } from '../../simulation.ts'
import { Link } from './link.ts'
import { RandomEarlyDetection, type RedOptions } from './red.ts'

let sim: Simulation
beforeEach(() => {
  sim = new Simulation({ seed: 'disciplines' })
})

/** 1/1024 s: times in these units are exact. */
const TICK = 1 / 1024

describe('CoDel', () => {
  it('drops at the times of RFC 8289: after an interval, then at intervals over the root of the count', () => {
    const queue = { kind: 'codel', target: 5 * TICK, interval: 100 * TICK } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 1024 * 8000, queue, check: true })
    const drops: number[] = []
    for (let i = 0; i < 600; i++) {
      link.send(
        1000,
        () => {},
        () => drops.push(sim.now / TICK),
      )
    }
    sim.run(450 * TICK)
    // 205 + 100/sqrt(2) = 275.7, + 100/sqrt(3) = 333.4, + 50 = 383.4, + 100/sqrt(5) = 428.2; packets leave once a tick.
    expect(drops).toEqual([105, 205, 276, 334, 384, 429])
    expect(link.dropped.count).toBe(6)
  })

  it('leaves a short queue alone', () => {
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 8e6, queue: { kind: 'codel' } })
    for (let t = 0; t < 1000; t++) sim.schedule(t * 0.01, () => [1, 2, 3, 4, 5].map(() => link.send(1000, () => {})))
    sim.run()
    expect([link.dropped.count, link.delivered.count]).toEqual([0, 5000])
  })

  it('goes on with the next packet, or rests, when all it had were dropped', () => {
    const queue = { kind: 'codel', target: TICK, interval: TICK } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 1024 * 80, queue, check: true })
    for (let i = 0; i < 40; i++) link.send(i % 7 === 0 ? 10 : 1, () => {})
    sim.run()
    sim.schedule(1, () => link.send(10, () => {}))
    sim.run()
    const { offered, delivered, dropped, inFlight } = link.account()
    expect([offered.packets, delivered.packets + dropped.packets, inFlight.packets]).toEqual([41, 41, 0])
    expect(dropped.packets).toBeGreaterThan(0)
  })
})

describe('a token bucket on a link', () => {
  it('lets a burst through at the rate of the link, and the rest at its own', () => {
    const queue = { kind: 'token-bucket', rate: 8000, burst: 3000 } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 80_000, queue, check: true })
    const arrived: number[] = []
    for (let i = 0; i < 6; i++) link.send(1000, () => arrived.push(sim.now))
    sim.run()
    // Three at once, 0.1 s each; a thousand tokens a second come meanwhile, and then decide.
    for (const [i, time] of [0.1, 0.2, 0.3, 1.1, 2.1, 3.1].entries()) expect(arrived[i]).toBeCloseTo(time, 9)
  })

  it('sends what the bucket can never hold nowhere', () => {
    const queue = { kind: 'token-bucket', rate: 8000, burst: 500 } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 80_000, queue })
    const told: string[] = []
    link.send(
      501,
      () => {},
      (reason) => told.push(reason),
    )
    sim.run()
    expect(told).toEqual(['queue full'])
  })

  it('does not hang on a rate so high that tokens come in no time', () => {
    const queue = { kind: 'token-bucket', rate: 8e15, burst: 1500 } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: Infinity, queue })
    let got = 0
    sim.schedule(1e6, () => {
      for (let i = 0; i < 1000; i++) link.send(1499.7, () => got++)
    })
    sim.run()
    expect(got).toBe(1000)
  })
})

describe('random early detection', () => {
  const red = (options: Partial<RedOptions>): RandomEarlyDetection<{ bytes: number; joinedAt: number }> =>
    new RandomEarlyDetection(
      { kind: 'red', minThreshold: 0, maxThreshold: 10, ...options },
      { owner: 'red', transmissionTime: () => 1, stream: () => new RandomStream('seed', 'red') },
    )
  const packet = (): { bytes: number; joinedAt: number } => ({ bytes: 1, joinedAt: 0 })

  it('drops nothing below its thresholds and everything above', () => {
    const queue = red({ minThreshold: 3, maxThreshold: 5, weight: 1, maxProbability: 0 })
    const accepted = Array.from({ length: 8 }, () => queue.enqueue(packet(), 0, false))
    // The average, here the length itself, is 5 when the sixth arrives.
    expect(accepted).toEqual([true, true, true, true, true, false, false, false])
  })

  it('spreads drops evenly between the thresholds', () => {
    const queue = red({ weight: 1 })
    for (let i = 0; i < 5; i++) queue.queue.push(packet(), 0)
    let drops = 0
    for (let i = 0; i < 200_000; i++) {
      if (queue.enqueue(packet(), 0, false)) queue.dequeue(0)
      else drops++
    }
    // p_b = 0.05, so gaps are uniform on 1 to 19 packets, 10 on average: 20 000 drops, standard error 0.4 %.
    expect(Math.abs(200_000 / drops - 10)).toBeLessThan(0.2)
  })

  it('forgets while the queue is empty, as if packets had gone by', () => {
    const queue = red({ weight: 0.5 })
    queue.average = 8
    queue.enqueue(packet(), 2, true)
    expect(queue.average).toBe(2)
  })

  it('keeps the average of an overloaded link between its thresholds', () => {
    const options = { kind: 'red', minThreshold: 5, maxThreshold: 15, maxProbability: 0.5, weight: 0.01 } as const
    const link = new Link(sim, { name: 'l', latency: 0, bandwidth: 8e6, queue: options, check: false })
    const gaps = sim.stream('gaps')
    const next = (): void => {
      link.send(1000, () => {})
      sim.schedule(gaps.exponential(0.0009), next)
    }
    next()
    sim.run(100)
    expect(link.meanQueueLength).toBeGreaterThan(5)
    expect(link.meanQueueLength).toBeLessThan(15)
  })
})
