import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

type Given = Record<string, PlainValue>

function run(parameters: Given, horizon = 300) {
  return simulate(model, { parameters, seed: '1', replication: 0, warmUp: 0, horizon }).responses
}

describe('an urgent message', () => {
  it('takes wire, latency and service when there is nothing else', () => {
    const alone = { urgentRate: 0.01, bulkRate: 0, urgentService: '5ms', urgentSize: '125B', bandwidth: '1Mbps' }
    expect(run({ ...alone, latency: '20ms' }, 1000)['urgentDelay']).toBeCloseTo(0.001 + 0.02 + 0.005, 12)
  })

  it('is done sooner the more of the way it may overtake others', () => {
    const wire = { bandwidth: '1.2Mbps', bulkRate: 80, bulkService: '10ms', urgentService: '1ms' }
    const delays = [
      { channel: 'in-band' },
      { channel: 'tcp-urgent' },
      { channel: 'separate-port', wirePriority: true },
      { channel: 'separate-port', wirePriority: true, scheduling: 'preemptive' },
    ].map((given) => run({ ...wire, ...given })['urgentDelay']!)
    expect(delays).toEqual(delays.toSorted((a, b) => b - a))
    expect(new Set(delays).size).toBe(4)
  })

  it('never waits at the server for others than urgent ones when it interrupts', () => {
    const { urgentWait } = run({ urgentRate: 0.01, scheduling: 'preemptive', urgentService: '1ms' }, 2000)
    expect(urgentWait).toBe(0)
  })
})

describe('the theory of the wire', () => {
  it('makes nobody wait who takes no time on it', () => {
    const given = { bulkSize: 0, bandwidth: '100kbps', urgentSize: '125B', urgentRate: 50, bulkRate: 20 }
    expect(run(given)['bulkWireWait']).toBe(0)
    expect(model.theory!.bulkWireWait!(resolveParameters(model, given).resolved)).toBe(0)
  })
})

describe('bulk messages', () => {
  it('pay for what urgent ones gain: the weighted wait stays', () => {
    const [inBand, separate] = ['in-band', 'separate-port'].map((channel) =>
      run({ channel, urgentRate: 30, bulkRate: 50 }),
    )
    expect(separate!['bulkWait']).toBeGreaterThan(inBand!['bulkWait']!)
    // The same customers in another order; only those at the end of the run differ.
    expect(separate!['weightedWait']! / inBand!['weightedWait']!).toBeCloseTo(1, 1)
  })
})

describe('its parameters', () => {
  it('are durations', () => {
    expect(() => resolveParameters(model, { bulkService: 'normal(1s, 1s)' })).toThrow(/can be negative/)
  })
})
