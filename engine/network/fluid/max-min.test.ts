import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../random/stream.ts'
import { checkMaxMin } from './invariants.ts'
import { MaxMin } from './max-min.ts'
import { EACH, LARGEST, SHARED, Shares, type Degradation, type Policy } from './shares.ts'

interface Variable {
  /** Reciprocal of the share; 0: idle. */
  penalty?: number
  bound?: number
  /** [constraint, weight]. */
  uses: [number, number][]
}
type Constraint = [capacity: number, policy?: Policy, degradation?: Degradation]

/** Adds a variable and lets it rise. */
function put(shares: Shares, { penalty = 1, bound = Infinity, uses }: Variable): number {
  const v = shares.addVariable(penalty === 0 ? 1 : 1 / penalty, bound, uses.length)
  for (const [i, [c, weight]] of uses.entries()) shares.setUse(v, i, c, weight)
  if (penalty > 0) shares.activate(v)
  return v
}

function settle(shares: Shares, solver: MaxMin): void {
  solver.solve(shares)
  for (let i = 0; i < solver.changedCount; i++) {
    const v = solver.changed[i]!
    shares.rate[v] = solver.found[v]!
  }
}

function solve(constraints: Constraint[], variables: Variable[]): number[] {
  const shares = new Shares()
  for (const [capacity, policy = SHARED, degradation] of constraints)
    shares.addConstraint(capacity, policy, degradation)
  const numbers = variables.map((variable) => put(shares, variable))
  settle(shares, new MaxMin())
  checkMaxMin(shares)
  return numbers.map((v) => shares.rate[v]!)
}

const tenPerCentEach: Degradation = (n) => 1 - 0.1 * (n - 1)
const on = (c: number, weight = 1): [number, number] => [c, weight]

describe('weighted max-min sharing', () => {
  it.each<[string, Constraint[], Variable[], number[]]>([
    ['D11 penalties', [[3]], [{ uses: [on(0)] }, { penalty: 2, uses: [on(0)] }], [2, 1]],
    ['D12 weights', [[3]], [{ uses: [on(0)] }, { uses: [on(0, 2)] }], [1, 1]],
    ['D13 both', [[20]], [{ uses: [on(0)] }, { penalty: 2, uses: [on(0, 2)] }], [10, 5]],
    [
      'D14 two constraints',
      [[20], [60]],
      [{ uses: [on(0), on(1, 2)] }, { penalty: 2, uses: [on(0, 2)] }, { uses: [on(1)] }],
      [10, 5, 40],
    ],
    ['D15 fat pipe, penalties', [[10, LARGEST]], [{ uses: [on(0)] }, { penalty: 2, uses: [on(0)] }], [10, 5]],
    ['D15 fat pipe, weights', [[10, LARGEST]], [{ uses: [on(0)] }, { uses: [on(0, 2)] }], [5, 5]],
    ['D15 fat pipe, both', [[10, LARGEST]], [{ uses: [on(0)] }, { penalty: 2, uses: [on(0, 2)] }], [10, 5]],
    [
      'D15 two fat pipes',
      [
        [10, LARGEST],
        [60, LARGEST],
      ],
      [{ uses: [on(0), on(1, 2)] }, { penalty: 2, uses: [on(0, 2)] }, { uses: [on(1)] }],
      [10, 5, 60],
    ],
    [
      'a cap on each, which weights leave alone',
      [[10, EACH]],
      [{ uses: [on(0)] }, { penalty: 2, uses: [on(0)] }],
      [10, 10],
    ],
    ['D16 one user of a degrading constraint', [[10, SHARED, tenPerCentEach]], [{ uses: [on(0)] }], [10]],
    ['D16 two', [[10, SHARED, tenPerCentEach]], [{ uses: [on(0)] }, { uses: [on(0)] }], [4.5, 4.5]],
    [
      'D16 three',
      [[10, SHARED, tenPerCentEach]],
      [{ uses: [on(0)] }, { penalty: 2, uses: [on(0)] }, { penalty: 2, uses: [on(0)] }],
      [4, 2, 2],
    ],
    [
      'D16 one active, one idle',
      [[10, SHARED, tenPerCentEach]],
      [{ uses: [on(0)] }, { penalty: 0, uses: [on(0)] }],
      [10, 0],
    ],
    [
      'D17 cross-traffic',
      [[1], [1]],
      [{ uses: [on(0), on(1, 0.05)] }, { uses: [on(0), on(1, 0.05)] }, { uses: [on(0, 0.05), on(1)] }],
      [1 / 2.05, 1 / 2.05, 1 / 2.05],
    ],
    [
      'D17 cross-traffic is no user of a degrading constraint',
      [[10, SHARED, tenPerCentEach]],
      [{ uses: [on(0)] }, { uses: [on(0, 0.05)] }],
      [10 / 1.05, 10 / 1.05],
    ],
    ['bounds, which leave room to others', [[10]], [{ bound: 1, uses: [on(0)] }, { uses: [on(0)] }], [1, 9]],
    [
      'shares that differ by twelve orders',
      [[1]],
      [{ penalty: 1e-12, bound: 0.5, uses: [on(0)] }, { uses: [on(0)] }],
      [0.5, 0.5],
    ],
    ['no capacity', [[0]], [{ uses: [on(0)] }], [0]],
    ['endless capacity', [[Infinity], [2]], [{ uses: [on(0)] }, { uses: [on(0), on(1)] }], [Infinity, 2]],
  ])('%s', (_, constraints, variables, expected) => {
    const found = solve(constraints, variables)
    for (const [i, rate] of expected.entries()) {
      if (rate === Infinity) expect(found[i]).toBe(rate)
      else expect(found[i]).toBeCloseTo(rate, 12)
    }
  })
})

/**
 * The same from scratch, plainly: raise all that rise to the lowest level at which a constraint is full or a bound is
 * reached, stop those concerned, go on.
 */
function reference(shares: Shares): Float64Array {
  const rate = new Float64Array(shares.variables)
  const stopped = Array.from({ length: shares.variables }, (_, v) => !shares.isRising(v))
  const usersOf = (c: number): number[] => {
    const users = []
    for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) users.push(e)
    return users
  }
  const users = Array.from({ length: shares.constraints }, (_, c) => usersOf(c))
  while (stopped.includes(false)) {
    let lowest = Infinity
    let who: number[] = []
    const offer = (level: number, variables: number[]): void => {
      if (level > lowest * (1 + 1e-12)) return
      who = level < lowest * (1 - 1e-12) ? variables : [...who, ...variables]
      lowest = Math.min(lowest, level)
    }
    for (let v = 0; v < shares.variables; v++) if (!stopped[v]) offer(shares.bound[v]! / shares.share[v]!, [v])
    for (let c = 0; c < shares.constraints; c++) {
      const rising = users[c]!.filter((e) => !stopped[shares.useBy[e]!])
      const uses = rising.map((e) => shares.weight[e]! * shares.share[shares.useBy[e]!]!)
      const variables = rising.map((e) => shares.useBy[e]!)
      if (rising.length === 0) continue
      if (shares.policy[c] === EACH) {
        for (const [i, v] of variables.entries()) offer(shares.capacity[c]! / uses[i]!, [v])
      } else if (shares.policy[c] === LARGEST) offer(shares.capacity[c]! / Math.max(...uses), variables)
      else {
        const gone = users[c]!.filter((e) => stopped[shares.useBy[e]!])
        const room = gone.reduce(
          (left, e) => left - shares.weight[e]! * rate[shares.useBy[e]!]!,
          shares.effectiveCapacity(c),
        )
        offer(room / uses.reduce((a, b) => a + b), variables)
      }
    }
    for (const v of who) {
      stopped[v] = true
      rate[v] = lowest * shares.share[v]!
    }
  }
  return rate
}

describe('incremental solutions', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i))('are those found from scratch, after any change: %i', (seed) => {
    const random = new RandomStream('max-min', `case ${seed}`)
    const pick = (n: number): number => Math.floor(random.uniform01() * n)
    const shares = new Shares()
    const solver = new MaxMin()
    const plain = seed % 3 === 0
    const constraints = 2 + pick(plain ? 30 : 8)
    for (let c = 0; c < constraints; c++) {
      const policy = plain ? SHARED : ([SHARED, SHARED, SHARED, EACH, LARGEST] as const)[pick(5)]!
      shares.addConstraint(1 + pick(5), policy, !plain && pick(6) === 0 && policy === SHARED ? (n) => 1 / n : undefined)
    }
    const live: number[] = []
    for (let step = 0; step < 60; step++) {
      for (let changes = 1 + pick(3); changes > 0; changes--) {
        const v = live[pick(live.length)]
        const kind = pick(9)
        if (v === undefined || kind < 4) {
          const all = Array.from({ length: constraints }, (_, c) => c)
          const uses = Array.from({ length: 1 + pick(Math.min(3, constraints)) }, () =>
            on(all.splice(pick(all.length), 1)[0]!, plain ? 1 : [1, 1, 0.05, 2][pick(4)]!),
          )
          const bound = pick(4) === 0 ? 0.1 + random.uniform01() : Infinity
          live.push(put(shares, { penalty: plain ? 1 : 0.5 + pick(3), bound, uses }))
        } else if (kind < 6) {
          shares.removeVariable(v)
          live.splice(live.indexOf(v), 1)
        } else if (kind === 6) shares.setCapacity(pick(constraints), pick(10) === 0 ? 0 : 0.5 + 5 * random.uniform01())
        else if (kind === 7) shares.setBound(v, 0.1 + random.uniform01())
        else if (shares.isRising(v)) shares.deactivate(v)
        else shares.activate(v)
      }
      settle(shares, solver)
      checkMaxMin(shares)
      const expected = reference(shares)
      for (const v of live) expect(shares.rate[v]).toBeCloseTo(expected[v]!, 10)
    }
  })
})

describe('the check of a solution', () => {
  it('finds a constraint beyond its capacity, and a variable that could go faster', () => {
    const shares = new Shares()
    shares.addConstraint(3)
    const v = put(shares, { uses: [on(0)] })
    shares.rate[v] = 4
    expect(() => checkMaxMin(shares)).toThrow('Constraint 0 of a fluid model carries 4: expected at most 3.')
    shares.rate[v] = 2
    expect(() => checkMaxMin(shares)).toThrow('Variable 0 of a fluid model has rate 2 and no bottleneck')
    shares.rate[v] = 3
    checkMaxMin(shares)
  })
})
