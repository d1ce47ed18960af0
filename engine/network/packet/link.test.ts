import { beforeEach, describe, expect, it } from 'vitest'
import { laws } from '../../random/laws.ts'
import { Simulation } from '../../simulation.ts'
import type { DropReason } from '../carrier.ts'
import type { LinkOptions } from './link-options.ts'
import { Link } from './link.ts'
import { Medium } from './medium.ts'

let sim: Simulation
let log: [number, string][]
const note = (what: string) => (): void => void log.push([sim.now, what])
const dropped =
  (what: string) =>
  (reason: DropReason): void =>
    void log.push([sim.now, `${what} ${reason}`])

beforeEach(() => {
  sim = new Simulation({ seed: 'link' })
  log = []
})

/** 1000 bytes take a second. */
const make = (options: Partial<LinkOptions> = {}): Link =>
  new Link(sim, { name: 'l', latency: 0.5, bandwidth: 8000, ...options })

describe('a message', () => {
  it('longer than a packet goes in several, each with a header, and arrives with the last', () => {
    const link = make({ latency: 0, mtu: 900, headerBytes: 100, check: true })
    link.send(2000, note('whole'))
    sim.run()
    // 900 + 100, 900 + 100, 200 + 100 bytes.
    expect(log[0]![0]).toBeCloseTo(2.3, 12)
    expect(log).toHaveLength(1)
    expect([link.sent.count, link.delivered.bytes]).toEqual([3, 2300])
  })

  it('is lost when one of its packets is, and says so once', () => {
    const link = make({ mtu: 1000, queueLimit: 1, check: true })
    link.send(5000, note('never'), dropped('a'))
    sim.run()
    expect(log).toEqual([[0, 'a queue full']])
    expect([link.delivered.count, link.dropped.count]).toEqual([2, 3])
  })

  it('of no bytes is a packet of its header', () => {
    const link = make({ latency: 0, headerBytes: 1000 })
    link.send(0, note('a'))
    sim.run()
    expect(log).toEqual([[1, 'a']])
  })
})

describe('a queue', () => {
  it('can be limited in bytes, headers included', () => {
    const link = make({ headerBytes: 100, queue: { kind: 'drop-tail', bytes: 1000 } })
    for (const [name, bytes] of [
      ['sent', 900],
      ['fits', 400],
      ['too long', 500],
      ['fits too', 300],
    ] as const) {
      link.send(bytes, () => {}, dropped(name))
    }
    expect(log).toEqual([[0, 'too long queue full']])
    expect([link.queueLength, link.queueBytes]).toEqual([2, 900])
  })

  it('averages over time, from the end of warm-up', () => {
    const link = make()
    for (let i = 0; i < 4; i++) link.send(1000, () => {})
    sim.run(0.5)
    expect(link.meanQueueLength).toBe(3)
    sim.endWarmUp()
    sim.run(4.5)
    // 3 for half a second, 2 and 1 for a second each, then nobody.
    expect(link.meanQueueLength).toBeCloseTo(4.5 / 4, 12)
    expect(link.sent.count).toBe(0)
    expect(link.delivered.count).toBe(3)
    expect(link.utilisation).toBeCloseTo(3.5 / 4, 12)
  })

  it.each([{ kind: 'drop-tail' }, { kind: 'codel' }] as const)(
    'is observed alike with and without events: $kind',
    (queue) => {
      const link = make({ queue })
      for (let i = 0; i < 4; i++) link.send(1000, () => {})
      sim.run(1.25)
      expect([link.queueLength, link.meanQueueLength, link.utilisation]).toEqual([2, (3 + 0.25 * 2) / 1.25, 1])
      sim.run(3.5)
      expect(link.meanWait).toBe(1.5)
    },
  )
})

describe('the time on the way', () => {
  it('is drawn for each packet, none of which overtakes another', () => {
    const link = make({ latency: laws.uniform(0, 10), bandwidth: Infinity })
    const order: number[] = []
    for (let i = 0; i < 100; i++) sim.schedule(i * 0.1, () => link.send(1, () => order.push(i)))
    sim.run()
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('lets packets overtake when asked to', () => {
    const link = make({ latency: 1, jitter: laws.uniform(0, 10), bandwidth: Infinity, reorder: true })
    const order: number[] = []
    for (let i = 0; i < 100; i++) sim.schedule(i * 0.1, () => link.send(1, () => order.push(i)))
    sim.run()
    expect(order).toHaveLength(100)
    expect(order).not.toEqual(order.toSorted((a, b) => a - b))
  })

  it('may not be negative', () => {
    const link = make({ jitter: laws.normal(-10, 1) })
    expect(() => link.send(1, () => {})).toThrow(
      /Link "l" drew latency and jitter of -\d.* s: expected a finite number >= 0/,
    )
  })
})

describe('losses', () => {
  it('of a Gilbert-Elliott channel come in bursts', () => {
    const link = make({ bandwidth: Infinity, loss: { goodToBad: 0.02, badToGood: 0.25 } })
    const lost: boolean[] = []
    for (let i = 0; i < 100_000; i++) {
      link.send(
        1,
        () => lost.push(false),
        () => lost.push(true),
      )
    }
    sim.run()
    const count = lost.filter(Boolean).length
    const bursts = lost.filter((one, i) => one && !lost[i - 1]).length
    // Bad for 0.02 / 0.27 of the packets, 4 in a row on average: some 1850 bursts, so 10 % is four standard errors.
    expect(Math.abs(count / bursts - 4)).toBeLessThan(0.4)
    expect(Math.abs(count / 100_000 - 0.02 / 0.27)).toBeLessThan(0.0074)
  })
})

describe.each([{ timing: 'seconds' as const }, { timing: 'ns-3' as const }])(
  'a link that goes down ($timing)',
  ({ timing }) => {
    it('drops what is queued and in transmission; what is on the way arrives', () => {
      const link = make({ latency: 2, timing, check: true })
      for (const name of ['a', 'b', 'c', 'd']) link.send(1000, note(name), dropped(name))
      sim.schedule(1.5, () => {
        link.setUp(false)
        link.send(1000, note('e'), dropped('e'))
      })
      sim.schedule(2, () => {
        link.setUp(true)
        link.send(1000, note('f'))
      })
      sim.run()
      expect(log).toEqual([
        [1.5, 'b link down'],
        [1.5, 'c link down'],
        [1.5, 'd link down'],
        [1.5, 'e link down'],
        [3, 'a'],
        [5, 'f'],
      ])
      expect([link.cut.count, link.delivered.count, link.isUp]).toEqual([4, 2, true])
      // It transmitted for 1.5 s and again for 1 s, of 5 s.
      expect(link.utilisation).toBe(0.5)
      expect(link.sent.count).toBe(5)
    })

    it('keeps no event for what it dropped', () => {
      const link = make({ timing })
      link.send(1000, note('a'))
      link.setUp(false)
      sim.run()
      expect([sim.now, sim.executed]).toEqual([0, 0])
    })
  },
)

describe('a shared medium', () => {
  it.each([{ kind: 'drop-tail' }, { kind: 'codel' }] as const)(
    'carries one packet at a time, in the order sent ($kind)',
    (queue) => {
      const medium = new Medium()
      const forth = make({ name: 'forth', medium, latency: 0, queue })
      const back = make({ name: 'back', medium, latency: 0, queue })
      forth.send(1000, note('a'))
      back.send(1000, note('b'))
      forth.send(1000, note('c'))
      back.send(1000, note('d'))
      sim.run(2.5)
      expect([forth.queueLength, back.queueLength]).toEqual([0, 1])
      sim.run()
      expect(log).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ])
      expect([forth.utilisation, back.utilisation]).toEqual([0.5, 0.5])
    },
  )

  it('goes down as a whole', () => {
    const medium = new Medium()
    const forth = make({ name: 'forth', medium })
    const back = make({ name: 'back', medium })
    forth.send(1000, note('a'), dropped('a'))
    back.send(1000, note('b'), dropped('b'))
    back.setUp(false)
    forth.send(1000, note('c'), dropped('c'))
    back.setUp(true)
    back.send(1000, note('d'))
    sim.run()
    expect(log).toEqual([
      [0, 'a link down'],
      [0, 'b link down'],
      [0, 'c link down'],
      [1.5, 'd'],
    ])
  })

  it('is for links of one kind', () => {
    const medium = new Medium()
    make({ name: 'a', medium })
    expect(() => make({ name: 'b', medium, timing: 'ns-3' })).toThrow('Links "a" and "b" share a medium')
  })
})

describe('options', () => {
  it.each<[object, string]>([
    [{ latency: NaN }, 'latency = NaN'],
    [{ bandwidth: NaN }, 'bandwidth = NaN'],
    [{ headerBytes: -1 }, 'headerBytes = -1: expected a finite number >= 0'],
    [{ mtu: 0 }, 'mtu = 0: expected a number of bytes > 0'],
    [{ queueLimit: -1 }, 'queueLimit = -1'],
    [{ queueLimit: 1, queue: { kind: 'drop-tail' } }, 'expected either queueLimit or queue, not both'],
    [{ queue: { kind: 'drop-tail', bytes: NaN } }, 'queue.bytes = NaN'],
    [{ queue: { kind: 'fq' } }, 'queue.kind = "fq": expected drop-tail, red, codel or token-bucket'],
    [{ queue: { kind: 'red', minThreshold: 5, maxThreshold: 5 } }, 'queue.maxThreshold = 5: expected a number above'],
    [{ queue: { kind: 'codel', target: 0 } }, 'queue.target = 0'],
    [{ queue: { kind: 'token-bucket', rate: 0, burst: 1 } }, 'queue.rate = 0'],
    [{ loss: { goodToBad: 2, badToGood: 0 } }, 'loss.goodToBad = 2: expected a probability'],
    [{ timing: 'fast' }, 'timing = fast: expected seconds or ns-3'],
  ])('that make no sense are refused: %j', (options, message) => {
    expect(() => make(options)).toThrow(message)
  })
})
