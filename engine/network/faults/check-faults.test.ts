import { describe, expect, it } from 'vitest'
import { laws } from '../../index.ts'
import { describeFaultProblem, findFaultProblem, type FaultWorld } from './check-faults.ts'
import type { Fault } from './fault.ts'

function problem(faults: readonly unknown[], world: FaultWorld = { hosts: 4, links: 2 }): string | undefined {
  const found = findFaultProblem(faults as Fault[], world)
  return found && describeFaultProblem(found)
}

describe('a list of faults', () => {
  it('is sound when every entry is', () => {
    const faults: Fault[] = [
      { kind: 'crash', hosts: [3], at: 10, for: 5 },
      { kind: 'crash', hosts: [3], at: 15, for: 5 },
      { kind: 'crash', hosts: 'all', pick: 4, every: laws.exponential(10), for: 1 },
      { kind: 'link', links: [0, 1], at: 1 },
      { kind: 'churn', hosts: 'all', up: laws.weibull(0.5, 10), down: laws.pareto(2, 1) },
      {
        kind: 'trace',
        outages: [
          [0, 1, 2],
          [0, 2, Infinity],
        ],
      },
      { kind: 'partition', groups: [[0], 'rest'], oneWay: true, at: 1, for: 2 },
      { kind: 'loss', probability: 1, hosts: [1], every: 1, for: 1 },
      { kind: 'delay', by: 0.05, from: [0], to: [1], name: 'slow' },
    ]
    expect(problem(faults)).toBeUndefined()
  })

  it.each<[unknown, string]>([
    [null, 'faults[0]: null: expected a fault, such as { kind: "crash", hosts: [3], at: 10 }.'],
    ['crash', 'faults[0]: "crash": expected a fault, such as'],
    [
      { kind: 'crahs', hosts: [0] },
      'faults[0] (crahs), kind = "crahs": expected one of crash, link, churn, trace, partition, loss, delay (did you mean "crash"?).',
    ],
    [
      { kind: 'crash', hosts: [0], fro: 3 },
      'faults[0] (crash), fro = 3: expected no such field (did you mean "for"?): crash has hosts, pick, at, for, every, name.',
    ],
    [{ kind: 'crash', hosts: [7] }, 'faults[0] (crash), hosts = [7]: expected hosts from 0 to 3; there is no host 7.'],
    [{ kind: 'crash', hosts: [1, 1] }, 'hosts = [1,1]: expected each host once; host 1 is there twice.'],
    [{ kind: 'crash', hosts: [] }, 'hosts = []: expected "all" or a list of hosts.'],
    [{ kind: 'crash', hosts: [0], at: -5 }, 'faults[0] (crash), at = -5: expected a time >= 0, in seconds.'],
    [{ kind: 'crash', hosts: [0], at: NaN }, 'at = NaN: expected a time >= 0'],
    [{ kind: 'crash', hosts: [0], for: 0 }, 'for = 0: expected a duration > 0 in seconds, or a law of such.'],
    [{ kind: 'crash', hosts: [0], every: 3 }, 'for = undefined: expected a finite time, because the fault comes again'],
    [{ kind: 'crash', hosts: [0], pick: 2 }, 'pick = 2: expected an integer from 1 to 1.'],
    [{ kind: 'link', links: [2] }, 'links = [2]: expected links from 0 to 1; there is no link 2.'],
    [{ kind: 'churn', hosts: 'all', up: 0, down: 1 }, 'up = 0: expected a duration > 0'],
    [{ kind: 'churn', hosts: 'all', up: 1 }, 'down = undefined: expected a duration > 0'],
    [
      { kind: 'trace', outages: [[0, 2, 1]] },
      'outages[0] = [0,2,1]: expected [host, down, up] with 0 <= down < up, in seconds.',
    ],
    [
      {
        kind: 'trace',
        outages: [
          [0, 1, 3],
          [0, 2, 4],
        ],
      },
      'outages[1] = [0, 2, 4]: expected outages of a host one after the other; host 0 is down from 1 to 3 s.',
    ],
    [{ kind: 'partition', groups: [[0, 1]] }, 'groups = [[0,1]]: expected two or more groups of hosts'],
    [
      { kind: 'partition', groups: [[0, 1], [9]] },
      'groups = [[0,1],[9]]: expected hosts from 0 to 3; there is no host 9.',
    ],
    [{ kind: 'partition', groups: [[0, 1], [1]] }, 'expected each host once; host 1 is there twice.'],
    [{ kind: 'partition', groups: [[0], [1], [2]], oneWay: true }, 'oneWay = true: expected two groups'],
    [{ kind: 'loss', probability: 1.5 }, 'probability = 1.5: expected a number from 0 to 1.'],
    [{ kind: 'delay', by: -1 }, 'by = -1: expected a duration >= 0 in seconds, or a law of such.'],
    [{ kind: 'delay', by: Infinity }, 'by = Infinity: expected a duration >= 0'],
    [{ kind: 'delay', by: 1, from: [5] }, 'from = [5]: expected hosts from 0 to 3; there is no host 5.'],
  ])('says what is wrong with %j', (fault, message) => {
    expect(problem([fault])).toContain(message)
  })

  it('must not contradict itself', () => {
    const crash = (hosts: unknown, at: number, length: number) => ({ kind: 'crash', hosts, at, for: length })
    expect(problem([crash([0], 1, 5), crash([1], 2, 5), crash([0, 2], 4, 1)])).toBe(
      'faults[2] (crash): host 0 is down already at t=4 s: expected faults that do not contradict faults[0].',
    )
    expect(problem([crash('all', 1, 5), crash([1], 2, 5)])).toContain('host 1 is down already at t=2 s')
    const churn = { kind: 'churn', hosts: 'all', up: 1, down: 1 }
    expect(problem([churn, churn])).toContain('churn of every host in both')
    expect(
      problem([
        { ...churn, for: 5 },
        { ...churn, at: 5 },
      ]),
    ).toBeUndefined()
  })

  it('is checked for numbers of hosts and links only where these are known', () => {
    expect(problem([{ kind: 'crash', hosts: [700] }], {})).toBeUndefined()
    expect(problem([{ kind: 'link', links: [0] }], { links: 0 })).toContain('a network whose links can be switched')
  })
})
