import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

type Given = Record<string, PlainValue>

/** One caller, no losses, no queues, no randomness: request 5 ms, execution 1 ms, reply 5 ms; time-out 100 ms. */
const plain: Given = {
  load: 'serial',
  clients: 1,
  thinkTime: 0,
  requestLoss: 0,
  replyLoss: 0,
  ackLoss: 0,
  latency: '5ms',
  bandwidth: 0,
  executionTime: '1ms',
  servers: 0,
  timeout: '100ms',
  backoff: 'none',
  jitter: 'none',
}
const run = (given: Given, horizon = Infinity) =>
  simulate(model, { parameters: { ...plain, ...given }, seed: 'behaviour', replication: 0, warmUp: 0, horizon })
    .responses

describe('a remote procedure call', () => {
  it('takes two latencies and one execution when nothing is lost', () => {
    const responses = run({ calls: 10 })
    expect(responses['meanLatency']).toBeCloseTo(0.011, 12)
    expect(responses).toMatchObject({ transmissions: 1, executions: 1, replies: 1, success: 1, lateReplies: 0 })
  })

  it('takes the time to transmit request and reply as well', () => {
    // 200 B and 400 B at 1 Mbit/s are 1.6 ms and 3.2 ms.
    const { meanLatency } = run({ calls: 1, bandwidth: '1Mbps', requestSize: '200B', replySize: '400B' })
    expect(meanLatency).toBeCloseTo(0.011 + 0.0016 + 0.0032, 12)
  })

  it('fails without execution when no request arrives', () => {
    expect(run({ calls: 5, requestLoss: 1, attempts: 3 })).toMatchObject({
      transmissions: 3,
      executions: 0,
      executed: 0,
      success: 0,
      errorExecuted: 0,
      meanLatency: null,
    })
  })

  it('waits for a server when all are busy', () => {
    const responses = run({ calls: 2, clients: 2, servers: 1, latency: 0, executionTime: '10ms' })
    // The first takes 10 ms, the second 20 ms; one request waits for half of the 20 ms.
    expect(responses['meanLatency']).toBeCloseTo(0.015, 12)
    expect(responses['queueLength']).toBeCloseTo(0.5, 12)
    expect(responses['busyServers']).toBeCloseTo(1, 12)
  })

  it('waits until an outage of the server is over', () => {
    const { meanLatency } = run({ calls: 1, thinkTime: '200ms', latency: 0, outageLength: '1s', timeout: '5s' })
    expect(meanLatency).toBeCloseTo(0.8 + 0.001, 12)
  })

  it('is executed more slowly, but executed, while an outage leaves some servers', () => {
    const three = { calls: 3, clients: 3, latency: 0, executionTime: '1s', timeout: '10s', servers: 3 }
    const outage = { outageStart: '10ms', outageLength: '1000s', thinkTime: '20ms' }
    // One after the other: 1, 2 and 3 s.
    expect(run({ ...three, ...outage, outageServers: 1 })['meanLatency']).toBeCloseTo(2, 9)
    expect(run({ ...three, ...outage, outageServers: 3 })['meanLatency']).toBeCloseTo(1, 9)
    expect(() => run({ ...three, outageServers: 4 })).toThrow('outageServers is above servers')
  })

  it('is lost to a full queue', () => {
    const responses = run({ semantics: 'maybe', calls: 3, clients: 3, bandwidth: '1Mbps', queueLimit: 1 })
    expect(responses['success']).toBeCloseTo(2 / 3, 12)
  })
})

describe('call semantics when all replies are lost', () => {
  it('maybe executes once and reports an error', () => {
    expect(run({ semantics: 'maybe', calls: 5, replyLoss: 1, attempts: 3 })).toMatchObject({
      transmissions: 1,
      executions: 1,
      errorExecuted: 1,
    })
  })

  it('at-least-once executes every attempt', () => {
    expect(run({ semantics: 'at-least-once', calls: 5, replyLoss: 1, attempts: 3 })).toMatchObject({
      transmissions: 3,
      executions: 3,
      increase: 3000,
      repeated: 1,
      errorExecuted: 1,
    })
  })

  it('at-most-once executes once and answers the duplicates from its table', () => {
    expect(run({ semantics: 'at-most-once', calls: 5, replyLoss: 1, attempts: 3 })).toMatchObject({
      transmissions: 3,
      executions: 1,
      increase: 1000,
      replies: 3,
      errorExecuted: 1,
    })
  })

  it('at-most-once executes again what its table has forgotten', () => {
    // Attempts are 100 ms apart; with the execution, a record lasts 151 ms and so covers one further attempt of each.
    const executions = (attempts: number) =>
      run({ semantics: 'at-most-once', calls: 1, replyLoss: 1, attempts, retention: '150ms' })['executions']
    expect([1, 2, 3, 4, 5].map(executions)).toEqual([1, 1, 2, 2, 3])
  })

  it('exactly-once never gives up', () => {
    // One request every 100 ms from t = 0; the one sent at 1 s is under way at the horizon.
    const { requestRate, executed } = run({ semantics: 'exactly-once', replyLoss: 1, attempts: 3 }, 1.001)
    expect(requestRate! * 1.001).toBeCloseTo(10, 9)
    expect(executed).toBeNull()
  })
})

describe('a slow server', () => {
  const slow = { calls: 1, executionTime: '250ms' }

  it('makes at-least-once execute needless copies, whose replies come late', () => {
    expect(run({ ...slow, semantics: 'at-least-once' })).toMatchObject({
      transmissions: 3,
      executions: 3,
      lateReplies: 2,
    })
  })

  it('makes at-most-once ignore the copies of a call in progress', () => {
    const responses = run({ ...slow, semantics: 'at-most-once' })
    expect(responses).toMatchObject({ transmissions: 3, executions: 1, replies: 1, lateReplies: 0, success: 1 })
    expect(responses['meanLatency']).toBeCloseTo(0.26, 12)
  })

  it('executes a call although the client has given up', () => {
    expect(run({ ...slow, semantics: 'maybe' })).toMatchObject({ success: 0, errorExecuted: 1, lateReplies: 1 })
  })
})

describe('the duplicate table', () => {
  // The first call is made at t = 1 s, its request arrives at 1.005 s and is executed at 1.006 s.
  const recordSeconds = (given: Given, horizon: number) =>
    run({ thinkTime: '1s', ...given }, horizon)['tableSize']! * horizon

  it('frees a record when the acknowledgement arrives', () => {
    expect(recordSeconds({ semantics: 'exactly-once' }, 1.5)).toBeCloseTo(0.011, 12)
  })

  it('frees a record at the end of retention when the acknowledgement is lost', () => {
    const lost = { semantics: 'exactly-once', ackLoss: 1, retention: '100ms' }
    expect(recordSeconds(lost, 1.5)).toBeCloseTo(0.101, 12)
    expect(run(lost, 1.5)).toMatchObject({ unacknowledged: 1, executions: 1 })
  })

  it('frees a record when the next call of the same caller arrives', () => {
    // The second call arrives at 2.016 s: from 1.005 s on there is one record, never two.
    expect(recordSeconds({ semantics: 'at-most-once', retention: 0 }, 3)).toBeCloseTo(3 - 1.005, 12)
  })

  it('frees a record after the execution when the caller has gone on to the next call meanwhile', () => {
    // Calls at 0.2, 0.5, 0.8 and 1.1 s are given up after 0.1 s and executed for 1 s; only the first is over by 1.3 s.
    const given = { semantics: 'at-most-once', attempts: 1, thinkTime: '200ms', executionTime: '1s' }
    expect(recordSeconds(given, 1.3)).toBeCloseTo(1 + 0.795 + 0.495 + 0.195, 12)
  })

  it('stays empty where duplicates are not recognised', () => {
    expect(run({ semantics: 'at-least-once', calls: 10 })).toMatchObject({ tableSize: 0, unacknowledged: null })
  })
})

describe('time-outs and back-off', () => {
  const failing = { calls: 1, requestLoss: 1, attempts: 5, backoffBase: '50ms', backoffCap: 0 }

  it('pauses equally long between attempts when it is fixed', () => {
    expect(run({ ...failing, backoff: 'fixed' })['retryWait']).toBeCloseTo(4 * 0.05, 12)
  })

  it('doubles the pauses up to the cap when it is exponential', () => {
    expect(run({ ...failing, backoff: 'exponential' })['retryWait']).toBeCloseTo(0.05 + 0.1 + 0.2 + 0.4, 12)
    const capped = run({ ...failing, backoff: 'exponential', backoffCap: '150ms' })
    expect(capped['retryWait']).toBeCloseTo(0.05 + 0.1 + 0.15 + 0.15, 12)
  })

  it('doubles the time-outs up to the cap when they grow', () => {
    // Requests are sent at 0, 0.1, 0.3, 0.6 and 0.9 s.
    const given = { semantics: 'at-least-once', replyLoss: 1, attempts: 0, timeoutFactor: 2, timeoutCap: '300ms' }
    expect(run(given, 1)['requestRate']).toBeCloseTo(5, 12)
  })

  it('waits least with full jitter and most without, call by call of the same losses', () => {
    const waits = ['none', 'equal', 'full'].map(
      (jitter) => run({ backoff: 'exponential', requestLoss: 0.3, calls: 500, jitter })['retryWait']!,
    )
    expect(waits).toEqual(waits.toSorted((a, b) => b - a))
    expect(new Set(waits).size).toBe(3)
  })

  it('keeps decorrelated pauses between the base and three times the pause before', () => {
    for (const calls of [1, 2, 3]) {
      const wait = run({ ...failing, calls, attempts: 3, backoff: 'exponential', jitter: 'decorrelated' })['retryWait']!
      expect(wait).toBeGreaterThanOrEqual(0.05 + 0.05)
      expect(wait).toBeLessThan(0.15 + 0.45)
    }
  })
})

describe('the shape of the results', () => {
  const open = { load: 'open', callRate: 100, calls: 2000, requestLoss: 0.1, backoff: 'none' }

  it('executes more often as more replies are lost, but only without a table', () => {
    const executions = (semantics: string) =>
      [0, 0.1, 0.2, 0.3, 0.4].map((replyLoss) => run({ ...open, semantics, replyLoss, attempts: 0 })['executions']!)
    const repeated = executions('at-least-once')
    expect(repeated).toEqual(repeated.toSorted((a, b) => a - b))
    expect(repeated.at(-1)).toBeGreaterThan(1.5)
    expect(executions('exactly-once')).toEqual([1, 1, 1, 1, 1])
  })

  it('succeeds more often with every attempt more', () => {
    const success = [1, 2, 3, 4].map((attempts) => run({ ...open, replyLoss: 0.3, attempts })['success']!)
    expect(success).toEqual(success.toSorted((a, b) => a - b))
    expect(new Set(success).size).toBe(4)
  })
})

describe('its parameters', () => {
  const problem = (given: Given) => () => resolveParameters(model, { ...plain, ...given })

  it('have caps that are not below what they cap', () => {
    expect(problem({ timeoutCap: '50ms' })).toThrow(/timeoutCap is below timeout/)
    expect(problem({ backoffBase: '1s', backoffCap: '500ms' })).toThrow(/backoffCap is below backoffBase/)
  })

  it('do not let a serial caller make infinitely many calls at one instant', () => {
    expect(problem({ latency: 0, executionTime: 0 })).toThrow(/infinitely many/)
    expect(problem({ latency: 0, executionTime: 0, thinkTime: '1s' })).not.toThrow()
  })
})

describe('what is done against overload', () => {
  const failing = { requestLoss: 1, backoff: 'none', callRate: 100, load: 'open' }

  it('spends the reserve of a retry budget first, and then what each call earns', () => {
    const given = { ...failing, calls: 200, attempts: 4, retryBudget: 0, budgetReserve: 50 }
    expect(run(given)['transmissions']).toBeCloseTo(1 + 50 / 200, 12)
    // What the first call earns does not fit into the full reserve.
    const { transmissions } = run({ ...given, retryBudget: 0.5 })
    expect(transmissions).toBeGreaterThan(1.7)
    expect(transmissions).toBeLessThan(1 + (50 + 100) / 200)
  })

  it('fails calls at once while a circuit breaker is open, and lets them pass after a probe has succeeded', () => {
    // A call each 100 ms or so; the server is away for the first 5 s only in the sense that it does not execute.
    const away = {
      load: 'open',
      callRate: 20,
      executionTime: '1ms',
      outageLength: '5s',
      attempts: 1,
      semantics: 'maybe',
    }
    const open = { ...away, breakerFailures: 3, breakerPause: '500ms', timeout: '50ms' }
    expect(run(open, 4)['refused']!).toBeGreaterThan(0.5)
    expect(
      simulate(model, { parameters: { ...plain, ...open }, seed: '1', replication: 0, warmUp: 8, horizon: 20 })
        .responses['refused'],
    ).toBe(0)
  })

  it('executes nothing that is too late when deadlines travel with requests', () => {
    const overload = {
      load: 'open',
      callRate: 400,
      executionTime: '5ms',
      servers: 1,
      attempts: 1,
      timeout: '1s',
      deadline: '200ms',
      latency: 0,
    }
    const [carried, ignored] = [true, false].map((propagateDeadline) => run({ ...overload, propagateDeadline }, 30))
    expect(ignored!['goodput']).toBeLessThan(5)
    expect(carried!['goodput']).toBeGreaterThan(30)
    expect(carried!['wasted']).toBeLessThan(ignored!['wasted']!)
  })

  it('stops the other execution of a hedged call', () => {
    const slow = { calls: 1, executionTime: 'uniform(1s, 3s)', timeout: '10s', hedgeAfter: '100ms', servers: 0 }
    expect(run(slow)).toMatchObject({ hedges: 1, executions: 1, replies: 1 })
    expect(run({ ...slow, hedgeCancel: false })).toMatchObject({ hedges: 1, executions: 2, replies: 2, lateReplies: 1 })
  })

  it('multiplies attempts by layers, and each layer pauses as if it were alone', () => {
    const layered = {
      calls: 1,
      requestLoss: 1,
      attempts: 3,
      layers: 2,
      backoff: 'exponential',
      backoffBase: '10ms',
      backoffCap: 0,
    }
    const { transmissions, retryWait } = run(layered)
    expect(transmissions).toBe(9)
    // Three times 10 + 20 ms in the lower layer, once in the upper one.
    expect(retryWait).toBeCloseTo(3 * 0.03 + 0.03, 12)
  })
})

describe('a duplicate that is overtaken by the next call', () => {
  const overtaking = {
    calls: 400,
    semantics: 'at-most-once',
    delaySpread: 'uniform(0s, 300ms)',
    timeout: '30ms',
    attempts: 8,
    thinkTime: '1ms',
    backoff: 'none',
  }

  it('is refused by a server that knows the last call of each caller', () => {
    const { tooOld, repeated } = run(overtaking)
    expect(tooOld).toBeGreaterThan(0.1)
    expect(repeated).toBe(0)
  })

  it('is executed again by a server that does not', () => {
    expect(run({ ...overtaking, lowWaterMark: false })['repeated']).toBeGreaterThan(0.1)
  })
})

describe('a slice of time', () => {
  it('shows the storm after a trigger, and that a budget ends it', () => {
    const storm = {
      load: 'open',
      callRate: 240,
      executionTime: `${1 / 300}s`,
      servers: 1,
      latency: 0,
      attempts: 2,
      timeout: '1s',
      backoff: 'none',
      outageStart: '10s',
      outageLength: '5s',
      sliceStart: '75s',
      sliceLength: '5s',
    }
    expect(run(storm, 80)).toMatchObject({ sliceGoodput: 0 })
    expect(run({ ...storm, retryBudget: 0.02 }, 80)['sliceGoodput']).toBeGreaterThan(200)
  })
})
