import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { formulas, relativeLeaseLoad } from './theory.ts'

type Given = Record<string, PlainValue>

function run(parameters: Given, horizon = 500, warmUp = 0) {
  return simulate(model, { parameters, seed: '1', replication: 0, warmUp, horizon }).responses
}

describe('a copy', () => {
  const busy = { clients: 12, sharing: 4, readRate: 5, writeRate: 0.5, approvals: 'unicast' }

  it('is never out of date under leases, callbacks and checks', () => {
    const stale = ['lease', 'callback', 'check'].map((protocol) => run({ ...busy, protocol })['staleReads'])
    expect(stale).toEqual([0, 0, 0])
  })

  it('is out of date more often the longer it counts as current', () => {
    const stale = [0.5, 2, 8, 32].map((term) => run({ ...busy, protocol: 'ttl', term })['staleReads']!)
    expect(stale).toEqual(stale.toSorted((a, b) => a - b))
    expect(stale[0]).toBeGreaterThan(0)
  })

  it('that nobody else has is never out of date', () => {
    expect(run({ protocol: 'ttl', term: 'unlimited', writeRate: 1 })['staleReads']).toBe(0)
  })
})

describe('a lease', () => {
  it('that is over before it arrives is worth nothing', () => {
    expect(run({ term: '101.5ms' })['relativeLoad']).toBe(1)
  })

  it('takes fewer messages the longer it is', () => {
    const load = ['1s', '5s', '25s', 'unlimited'].map((term) => run({ term })['relativeLoad']!)
    expect(load).toEqual(load.toSorted((a, b) => b - a))
  })

  it('costs more as more share the file, and most where copies really are invalidated', () => {
    const load = (sharing: number, onWrite: string) =>
      run({ clients: 40, sharing, onWrite, approvals: 'unicast', term: '10s' }, 2000)['relativeLoad']!
    expect(load(2, 'approve-only')).toBeLessThan(load(8, 'approve-only'))
    // Few writes and a long term: all copies are held, so that only the further reads make the difference.
    const rare = { clients: 40, sharing: 4, readRate: 10, approvals: 'unicast', term: '60s' }
    expect(run({ ...rare, onWrite: 'invalidate' })['relativeLoad']!).toBeGreaterThan(
      run({ ...rare, onWrite: 'approve-only' })['relativeLoad']!,
    )
  })

  it('delays a write until its end when the holder does not answer', () => {
    const silent = { clients: 2, sharing: 2, readRate: 20, writeRate: 0.01, silentHolders: 1, term: '10s' }
    const { writeWait } = run(silent, 8000)
    // Held all the time, and extended about 0.1 s before the end: somewhere between nothing and the whole term is left.
    expect(writeWait).toBeGreaterThan(4)
    expect(writeWait).toBeLessThan(6)
  })

  it('holds up writes after a crash until the longest has ended', () => {
    const crashed = { clients: 1, readRate: 10, writeRate: 1, crashAt: '50s', outage: '1s', term: '30s' }
    const after = run(crashed, 100, 51)
    // Writes that arrive in the first 30 s wait for the rest of it, 15 s on average, 30 of 49 or so.
    expect(after['writeWait']).toBeGreaterThan(5)
    expect(run({ ...crashed, protocol: 'check' }, 100, 51)['writeWait']).toBe(0)
  })

  it('leaves nothing to remember when the protocol is stateless', () => {
    expect(run({ protocol: 'ttl' })['records']).toBe(0)
    expect(run({ protocol: 'check' })['records']).toBe(0)
    expect(run({ protocol: 'lease' })['records']).toBeGreaterThan(0)
  })
})

describe('recovery', () => {
  const storm = {
    protocol: 'callback',
    clients: 10,
    readRate: 0,
    writeRate: 0,
    handles: 5,
    reopenTime: '10ms',
    crashAt: '1s',
    outage: '2s',
  }

  it('takes as long as all files take one after the other', () => {
    expect(run(storm, 10)['lastRecovered']).toBeCloseTo(0.5, 9)
    expect(run(storm, 10)['meanRecovered']).toBeCloseTo(0.255, 9)
  })

  it('hardly queues when it is spread over more than that', () => {
    const { meanRecovered, lastRecovered } = run({ ...storm, clients: 100, handles: 1, recoverySpread: '10s' }, 30)
    // Mean of the window, and little more.
    expect(meanRecovered).toBeGreaterThan(4)
    expect(meanRecovered).toBeLessThan(6)
    expect(lastRecovered).toBeLessThan(10.1)
  })

  it('does not happen while files can not be opened yet', () => {
    expect(run(storm, 3.3)['lastRecovered']).toBeNull()
  })
})

describe('soft state', () => {
  const refreshing = { readRate: 0, writeRate: 0, clients: 10, refreshInterval: '10s' }

  it('never drops a client whose refreshes all arrive', () => {
    expect(run({ ...refreshing, missedRefreshes: 1 }, 5000)['falseExpiry']).toBe(0)
  })

  it('forgets the dead between k - 1 and k intervals after their death', () => {
    const { orphanTime } = run({ ...refreshing, missedRefreshes: 3, deathRate: 0.01 }, 5000)
    expect(orphanTime).toBeGreaterThan(20)
    expect(orphanTime).toBeLessThan(30)
  })
})

describe('prefetching', () => {
  it('gains nothing beyond what hides the fetch', () => {
    const scanning = { readRate: 0, writeRate: 0, scanners: 1, scanTime: '4ms', propagation: '8ms', processing: 0 }
    const rates = [0, 1, 2, 4, 8, 16].map((prefetch) => run({ ...scanning, prefetch }, 20, 1)['scanRate']!)
    expect(rates).toEqual(rates.toSorted((a, b) => a - b))
    expect(rates.at(-1)).toBeCloseTo(250, 0)
    expect(rates.at(-2)).toBeCloseTo(250, 0)
  })
})

describe('the published formula', () => {
  it('gives 10 % of the messages for 10 s on an unshared file of the V system', () => {
    expect(relativeLeaseLoad({ readRate: 0.864, writeRate: 0.039, sharing: 1 }, 9.8985)).toBeCloseTo(0.1, 2)
  })
})

describe('the theory of state', () => {
  it('is silent about reads and writes that nobody makes', () => {
    const given = { readRate: 0, writeRate: 0, refreshInterval: '30s' }
    const { resolved } = resolveParameters(model, given)
    expect(formulas.addedDelay(resolved)).toBeUndefined()
    expect(formulas.staleReads(resolved)).toBeUndefined()
    expect(run(given, 100)['staleReads']).toBeNull()
  })
})

describe('its parameters', () => {
  it('share every file among as many clients', () => {
    expect(() => resolveParameters(model, { clients: 20, sharing: 3 })).toThrow(/no whole number of files/)
  })

  it('leave something to observe', () => {
    expect(() => resolveParameters(model, { readRate: 0, writeRate: 0 })).toThrow(/nothing to observe/)
  })
})
