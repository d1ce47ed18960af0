import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

type Given = Record<string, PlainValue>

/** No cost but a round trip of 8 ms. */
const plain = {
  marshalTime: 0,
  swapTime: 0,
  clientStub: '0s',
  clientReturn: '0s',
  serverStub: '0s',
  procedure: '0s',
  bandwidth: 'unlimited',
  latency: '4ms',
}

function run(parameters: Given, horizon = 1.0005, warmUp = 0) {
  return simulate(model, { parameters: { ...plain, ...parameters }, seed: '1', replication: 0, warmUp, horizon })
    .responses
}

describe('a synchronous call', () => {
  it('takes the sum of its parts', () => {
    const parts = {
      clientStub: '1ms',
      serverStub: '2ms',
      procedure: '3ms',
      clientReturn: '4ms',
      serialWork: '5ms',
      argumentWords: 10,
      resultWords: 20,
      marshalTime: '0.1ms',
      headerSize: 60,
      bandwidth: '1Mbps',
    }
    // (60 + 40) and (60 + 80) bytes at 8 us; ten and twenty words in and out.
    expect(run(parts)['meanCall']).toBeCloseTo(0.008 + 0.015 + 2 * 30 * 1e-4 + 240 * 8e-6, 12)
  })

  it('pays a header for each packet of a long message', () => {
    const long = { argumentWords: 100, resultWords: 0, headerSize: 50, packetSize: 150, bandwidth: '1Mbps' }
    expect(run(long)['wireTime']).toBeCloseTo((400 + 3 * 50 + 50) * 8e-6, 12)
  })

  it('blocks its caller all the time', () => {
    const { meanCall, callerBlocked } = run({ procedure: 'exponential(3ms)' })
    expect(callerBlocked).toBeCloseTo(meanCall!, 12)
  })
})

describe('several callers', () => {
  it('do not gain from more processors while they hold one lock', () => {
    const locked = { latency: 0, serialWork: '1ms', clientStub: '1ms', callers: 8 }
    const rates = [1, 2, 4, 8].map((clientCpus) => run({ ...locked, clientCpus })['throughput']!)
    // Within the first call, which ends later than all others follow.
    expect(rates[0]).toBeCloseTo(500, -1)
    for (const rate of rates.slice(1)) expect(rate).toBeCloseTo(1000, -1)
  })

  it('queue for the processors of the server', () => {
    const { meanCall } = run({ callers: 4, procedure: '10ms', serverCpus: 2 }, 10, 1)
    expect(meanCall).toBeCloseTo(0.02, 6)
  })

  it('collide on a shared wire and pass on a wire for each direction', () => {
    const busy = { callers: 2, latency: 0, headerSize: 125, argumentWords: 0, resultWords: 0, bandwidth: '1Mbps' }
    expect(run({ ...busy, medium: 'full-duplex' })['throughput']).toBeCloseTo(1000, -1)
    expect(run({ ...busy, medium: 'shared' })['throughput']).toBeCloseTo(500, -1)
  })
})

describe('an asynchronous caller', () => {
  it('goes on at once while a buffer is free', () => {
    const { callerBlocked } = run({ mode: 'asynchronous', slots: 4, thinkTime: '3ms' })
    expect(callerBlocked).toBe(0)
  })

  it('is blocked by one message more than there are buffers', () => {
    const { callerBlocked } = run({ mode: 'asynchronous', slots: 2, thinkTime: '3ms' })
    // Two calls in 8 ms, and 3 ms of work for each.
    expect(callerBlocked).toBeCloseTo(0.001, 4)
  })

  it('waits for its own memory when the kernel does not copy, and pays for the copy when it does', () => {
    const sending = { mode: 'asynchronous', slots: 8, thinkTime: '20ms', headerSize: 0, bandwidth: '1Mbps' }
    const message = { argumentWords: 250, copyTime: '4us' }
    expect(run({ ...sending, ...message, buffering: 'user' })['callerBlocked']).toBeCloseTo(0.008, 12)
    expect(run({ ...sending, ...message, buffering: 'kernel' })['callerBlocked']).toBeCloseTo(0.001, 12)
  })
})

describe('futures', () => {
  it('never make fewer calls than a synchronous caller with the same computation for each call', () => {
    for (const slots of [1, 2, 5]) {
      const rate = run({ mode: 'future', slots, thinkTime: `${2 * slots}ms`, procedure: '1ms' }, 5)['throughput']!
      expect(rate).toBeGreaterThanOrEqual(run({ thinkTime: '2ms', procedure: '1ms' }, 5)['throughput']! - 1)
    }
  })
})

describe('the portmapper', () => {
  const asking = { binding: 'portmapper', lookupTime: '1ms' }

  it('is asked once by a client that remembers', () => {
    expect(run(asking)).toMatchObject({ firstCall: expect.closeTo(0.017, 12) })
    expect(run(asking, 2, 1)['lookups']).toBe(0)
    expect(run({ ...asking, cached: false }, 2, 1)['lookups']).toBeCloseTo(1, 1)
  })

  it('is asked more often the more often the server moves', () => {
    const lookups = [1, 5, 20, 50].map((serverMoves) => run({ ...asking, serverMoves }, 20)['lookups']!)
    expect(lookups).toEqual(lookups.toSorted((a, b) => a - b))
  })
})

describe('its parameters', () => {
  it('do not let calls without any duration repeat for ever', () => {
    expect(() => resolveParameters(model, { ...plain, latency: 0 })).toThrow(/infinitely many/)
  })

  it('do not let a server move from a client that can not ask', () => {
    expect(() => resolveParameters(model, { serverMoves: 1 })).toThrow(/use the portmapper/)
  })
})
