import { describe, expect, it } from 'vitest'
import { math } from '../../../engine/index.ts'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import model from './model.ts'
import * as theory from './theory.ts'

const losses = (requestLoss: number, replyLoss: number, attempts = Infinity) => ({ requestLoss, replyLoss, attempts })

describe('the theory of retransmission', () => {
  it('needs 1 / s requests without limit on attempts', () => {
    expect(theory.transmissions(losses(0.1, 0.1))).toBeCloseTo(1.234568, 6)
    expect(theory.transmissions(losses(0, 0))).toBe(1)
    expect(theory.transmissions(losses(1, 0))).toBe(Infinity)
  })

  it('cuts the geometric law off at R attempts', () => {
    const four = losses(0.1, 0.1, 4)
    expect(theory.success(four)).toBeCloseTo(0.998697, 6)
    expect(theory.transmissions(four)).toBeCloseTo(1.232959, 6)
    expect(theory.executionsWithoutTable(four)).toBeCloseTo(1.109663, 6)
    expect(theory.executed(four)).toBeCloseTo(0.9999, 12)
    expect(theory.errorExecuted(four)).toBeCloseTo(0.00120321, 8)
  })

  it('sends all R requests over a dead link', () => {
    expect(theory.transmissions(losses(1, 0, 4))).toBe(4)
    expect(theory.executionsWithoutTable(losses(1, 0, 4))).toBe(0)
    expect(theory.executionsWithoutTable(losses(0, 1, 4))).toBe(4)
    expect(theory.repeatedWithoutTable(losses(0, 1, 4))).toBe(1)
    expect(theory.errorExecuted(losses(0, 1, 4))).toBe(1)
  })

  it('repeats an execution when the first reply is lost and another request arrives', () => {
    expect(theory.repeatedWithoutTable(losses(0.7, 0.2))).toBe(0.2)
    // Two attempts: both requests arrive, and the first reply is lost.
    expect(theory.repeatedWithoutTable(losses(0.1, 0.2, 2))).toBeCloseTo(0.9 * 0.9 * 0.2, 12)
  })

  it('sums pauses with the probability that they are reached', () => {
    const tenth = losses(0.1, 0.1)
    expect(theory.unlimitedRetryWait(tenth, 1, 1)).toBeCloseTo(0.23457, 5)
    expect(theory.unlimitedRetryWait(tenth, 1, 2)).toBeCloseTo(0.30645, 5)
    expect(theory.unlimitedRetryWait(losses(0.4, 0.4), 1, 2)).toBe(Infinity)
    const doubling = Array.from({ length: 50 }, (_, k) => math.pow(2, k))
    expect(theory.retryWait(tenth, doubling)).toBeCloseTo(theory.unlimitedRetryWait(tenth, 1, 2), 9)
  })

  it('gives the same executions with a finite memory by recursion and in closed form', () => {
    const bad = losses(0.2, 0.3)
    const times = Array.from({ length: 60 }, (_, k) => 0.1 * k)
    for (const remembered of [0, 1, 2, 5]) {
      expect(theory.executionsWithTable(bad, times, 0.1 * remembered + 0.05)).toBeCloseTo(
        theory.executionsRemembering(bad, remembered),
        9,
      )
    }
  })

  it('does not say what happens when a record ends at the very moment of an attempt', () => {
    expect(theory.executionsWithTable(losses(0.2, 0.3), [0, 0.1, 0.2], 0.1)).toBeNaN()
  })
})

describe('the closed forms of the model', () => {
  const closedForm = (
    metric: 'success' | 'executions' | 'meanLatency' | 'tableSize' | 'retryWait' | 'goodput' | 'requestRate',
    given: Record<string, PlainValue> = {},
  ) => model.theory![metric]!(resolveParameters(model, given).resolved)

  it('apply to the default parameters', () => {
    expect(closedForm('success')).toBeCloseTo(1 - math.pow(0.0975, 4), 12)
    expect(closedForm('meanLatency')).toBeDefined()
  })

  it('do not apply when time-outs may run out before the reply has had time to come', () => {
    expect(closedForm('success', { timeout: '11ms' })).toBeUndefined()
    expect(closedForm('success', { executionTime: 'pareto(2.5, 1ms)' })).toBeUndefined()
    expect(closedForm('success', { executionTime: 'deterministic(1ms)', timeout: '30ms' })).toBeDefined()
  })

  it('do not apply when requests queue, get dropped, or meet an outage', () => {
    expect(closedForm('success', { servers: 1, callRate: 500 })).toBeUndefined()
    expect(closedForm('success', { bandwidth: '200kbps' })).toBeUndefined()
    expect(closedForm('success', { queueLimit: 10 })).toBeUndefined()
    expect(closedForm('success', { outageLength: '1s' })).toBeUndefined()
  })

  it('do not apply when calls take so long on average that no run shows it', () => {
    const endless = { attempts: 0, requestLoss: 0.3, backoffFactor: 2, backoffCap: 0 }
    expect(closedForm('retryWait', endless)).toBeUndefined()
    expect(closedForm('retryWait', { ...endless, backoffCap: '1s' })).toBeDefined()
    expect(closedForm('retryWait', { ...endless, requestLoss: 1, backoffCap: '1s' })).toBeUndefined()
  })

  it('give no latency when some duplicates are executed again and others answered from the table', () => {
    expect(closedForm('meanLatency', { semantics: 'at-most-once', retention: '50ms' })).toBeUndefined()
    expect(closedForm('meanLatency', { semantics: 'at-most-once', retention: '10s' })).toBeDefined()
  })

  it('give no latency of calls that never succeed, but their rate', () => {
    const dead = { requestLoss: 1, load: 'serial', clients: 2, thinkTime: '600ms', attempts: 2, backoff: 'none' }
    expect(closedForm('meanLatency', dead)).toBeUndefined()
    // A cycle is the pause and two time-outs of 100 ms, and brings nothing.
    expect(closedForm('goodput', dead)).toBe(0)
    expect(closedForm('requestRate', dead)).toBe(0)
  })

  it('give averages over time for unlimited runs only', () => {
    expect(closedForm('goodput')).toBeDefined()
    expect(closedForm('goodput', { calls: 100 })).toBeUndefined()
  })

  it('give the mean pause under each jitter', () => {
    const given = { attempts: 2, backoffBase: '100ms', requestLoss: 0, replyLoss: 0.5 }
    const pause = (jitter: string) => closedForm('retryWait', { ...given, jitter })! / 0.5
    expect(['none', 'full', 'equal', 'decorrelated'].map(pause)).toEqual([
      expect.closeTo(0.1, 12),
      expect.closeTo(0.05, 12),
      expect.closeTo(0.075, 12),
      expect.closeTo(0.2, 12),
    ])
  })

  it("size the table by Little's law", () => {
    const given = {
      semantics: 'at-most-once',
      callRate: 1000,
      servers: 0,
      bandwidth: 0,
      retention: '60s',
      requestLoss: 0,
      executionTime: 0,
    }
    expect(closedForm('tableSize', given)).toBeCloseTo(60_000, 6)
    // Exactly-once without losses: execution, reply and acknowledgement take 11 ms.
    const exact = { ...given, semantics: 'exactly-once', executionTime: '1ms', replyLoss: 0, ackLoss: 0 }
    expect(closedForm('tableSize', exact)).toBeCloseTo(11, 9)
    expect(closedForm('tableSize', { ...exact, ackLoss: 0.5 })).toBeCloseTo(0.5 * 11 + 0.5 * 60_001, 6)
  })
})
