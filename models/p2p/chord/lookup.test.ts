import { describe, expect, it } from 'vitest'
import { Simulation, laws } from '../../../engine/index.ts'
import { latencyModel } from './latency.ts'
import { AtRest } from './at-rest.ts'
import { type LookupParameters, Lookups } from './lookup.ts'
import { type Population, isLost } from './population.ts'
import { Ring, idSpace } from './ring.ts'

/** The ring of figures 3 to 5 of the ToN paper: ids of 6 bits. */
const nodes = [1, 8, 14, 21, 32, 38, 42, 48, 51, 56]
const scaled = (id: number): number => (id * idSpace) / 64

function population(failing: number[]): Population {
  const ring = new Ring(Float64Array.from(nodes, scaled))
  const dead = Uint8Array.from(nodes, (id) => (failing.includes(id) ? 1 : 0))
  const hostOf = (position: number): number => position
  const any = failing.length > 0
  return { stored: ring, failed: dead, routed: ring, dead, anyFailed: any, hostOf, routedHostOf: hostOf }
}

/** Node 8 looks for key 54; one trip takes 10 ms, a time-out 500 ms. */
function lookUp(options: Partial<LookupParameters & { successors: number }> = {}, failing: number[] = []) {
  const { successors = 3, ...rest } = options
  const sim = new Simulation({ seed: 'lookup' })
  const lookups = new Lookups(
    sim,
    new AtRest(population(failing), successors),
    latencyModel(sim, laws.deterministic(0.01), 'pair'),
    () => false,
    {
      style: 'iterative',
      routing: 'fingers',
      destination: 'predecessor',
      timeout: 0.5,
      atDead: 'next best',
      ...rest,
    },
  )
  lookups.start(nodes.indexOf(8), scaled(54))
  sim.run()
  const { messages, timeouts, answered, byHops } = lookups.outcomes
  const { latency } = lookups
  const hops = byHops.findIndex((count) => count === 1)
  return { hops, milliseconds: Math.round(latency.mean * 1000), messages, timeouts, answered }
}

describe('a lookup', () => {
  it('travels the path of figure 5 of the ToN paper: 8, 42, 51', () => {
    expect(lookUp()).toEqual({ hops: 2, milliseconds: 40, messages: 4, timeouts: 0, answered: 1 })
  })

  it('takes single trips and a reply when it is recursive', () => {
    expect(lookUp({ style: 'recursive' })).toMatchObject({ hops: 2, milliseconds: 30, messages: 3 })
  })

  it('goes one hop further to the owner', () => {
    expect(lookUp({ destination: 'owner' })).toMatchObject({ hops: 3, milliseconds: 60, messages: 6 })
    expect(lookUp({ destination: 'owner', style: 'recursive' })).toMatchObject({
      hops: 3,
      milliseconds: 40,
      messages: 4,
    })
  })

  it('takes the next-best finger after a time-out: 8, (42), 32, 48, 51', () => {
    expect(lookUp({}, [42])).toEqual({ hops: 3, milliseconds: 560, messages: 7, timeouts: 1, answered: 1 })
  })

  it('does not try a dead node twice: 8, (42), 32, (48), not (42) again but 38, 51', () => {
    expect(lookUp({}, [42, 48])).toMatchObject({ hops: 3, timeouts: 2, answered: 1 })
  })

  it('can give up at the first dead node', () => {
    expect(lookUp({ atDead: 'give up' }, [42])).toMatchObject({ answered: 0, timeouts: 1, messages: 1 })
    expect(lookUp({ atDead: 'give up' }, [48])).toMatchObject({ answered: 1, timeouts: 0 })
  })

  it('jumps within the successor list only when routing says so', () => {
    // Seven entries on from 8 is 51, the predecessor of the key.
    expect(lookUp({ successors: 8 })).toMatchObject({ hops: 2 })
    expect(lookUp({ successors: 8, routing: 'fingers-and-successors' })).toMatchObject({ hops: 1 })
  })

  it('names the next live node as the owner, which costs a time-out only for those who contact the dead one', () => {
    expect(lookUp({}, [56])).toMatchObject({ hops: 2, timeouts: 0, answered: 1 })
    expect(lookUp({ destination: 'owner' }, [56])).toMatchObject({ hops: 3, timeouts: 1, milliseconds: 560 })
  })

  it('gets stuck where every listed successor is dead', () => {
    expect(lookUp({ successors: 2 }, [56, 1])).toMatchObject({ answered: 0 })
    expect(lookUp({ successors: 2 }, [56])).toMatchObject({ answered: 1 })
  })
})

describe('a key', () => {
  it('is lost when its owner and all further copies were on failed nodes', () => {
    expect(isLost(population([56]), scaled(54), 1)).toBe(true)
    expect(isLost(population([56]), scaled(54), 2)).toBe(false)
    expect(isLost(population([56, 1]), scaled(54), 2)).toBe(true)
    expect(isLost(population([51]), scaled(54), 1)).toBe(false)
  })
})

describe('the latency of a pair', () => {
  it('is the same in both directions, again and again, and nothing from a node to itself', () => {
    const between = latencyModel(new Simulation({ seed: 'latency' }), laws.exponential(0.05), 'pair')
    expect(between(3, 7)).toBe(between(7, 3))
    expect(between(3, 7)).toBe(between(3, 7))
    expect(between(3, 7)).not.toBe(between(3, 8))
    expect(between(3, 3)).toBe(0)
  })

  it('follows its law', () => {
    const between = latencyModel(new Simulation({ seed: 'latency' }), laws.exponential(0.05), 'pair')
    let sum = 0
    for (let a = 0; a < 300; a++) for (let b = 0; b < a; b++) sum += between(a, b)
    // 44 850 pairs over 65 536 sampled values: the standard error is below 1 %.
    expect(Math.abs(sum / 44_850 / 0.05 - 1)).toBeLessThan(0.03)
  })
})
