import { describe, expect, it } from 'vitest'
import { laws, math, Simulation, type Law } from '../../index.ts'
import type { Carrier } from '../carrier.ts'
import type { Fault } from './fault.ts'
import { FaultLayer } from './fault-layer.ts'

function world(hosts: number, seed = 'test'): { sim: Simulation; layer: FaultLayer } {
  const sim = new Simulation({ seed })
  const carrier: Carrier = { sim, hosts, send: (_f, _t, _b, onDelivered) => void sim.schedule(1, onDelivered) }
  return { sim, layer: new FaultLayer(carrier) }
}

/** When hosts crash and restart until a time, as `time-host` and `time+host`. */
function history(faults: readonly Fault[], { hosts = 3, until = 100, intensity = 1, seed = 'test' } = {}): string[] {
  const { sim, layer } = world(hosts, seed)
  const log: string[] = []
  layer.machines.onCrash((host) => log.push(`${sim.now}-${host}`))
  layer.machines.onRestart((host) => log.push(`${sim.now}+${host}`))
  layer.install(faults, { intensity })
  sim.run(until)
  return log
}

/** Share of time that hosts are up under churn, averaged over hosts, with its standard error. */
function availability(up: Law, down: Law, until: number, hosts = 400): { mean: number; error: number } {
  const { sim, layer } = world(hosts, 'availability')
  layer.install([{ kind: 'churn', hosts: 'all', up, down }])
  sim.run(until / 10)
  sim.endWarmUp()
  sim.run(until)
  const shares = Array.from({ length: hosts }, (_, host) => layer.machines.availability(host))
  const mean = shares.reduce((sum, x) => sum + x, 0) / hosts
  expect(layer.machines.up.mean / hosts).toBeCloseTo(mean, 9)
  const variance = shares.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (hosts - 1)
  return { mean, error: Math.sqrt(variance / hosts) }
}

describe('churn', () => {
  // Long-run availability of an alternating renewal process: E up / (E up + E down). @source Ross, Stochastic
  // Processes, 2nd ed. (1996), Theorem 3.4.4. Expected within four standard errors over 400 independent hosts.
  it.each([
    ['exponential', laws.exponential(60), laws.exponential(20), 60 / 80],
    [
      'Weibull',
      laws.weibull(0.59, 41.9),
      laws.exponential(30),
      (41.9 * math.gamma(1 + 1 / 0.59)) / (41.9 * math.gamma(1 + 1 / 0.59) + 30),
    ],
    ['Pareto', laws.pareto(3, 40), laws.pareto(2.5, 12), 60 / 80],
    ['constant', laws.deterministic(3), laws.deterministic(1), 3 / 4],
  ])('has the availability of theory for %s sessions', (_, up, down, expected) => {
    const { mean, error } = availability(up, down, up.name === 'deterministic' ? 4000 : 20_000)
    expect(Math.abs(mean - expected)).toBeLessThan(Math.max(4 * error, 1e-9))
    expect(error).toBeLessThan(0.005)
  })

  it('gives each host a stream of its own: neither other hosts nor other faults change its sessions', () => {
    const churn = (hosts: 'all' | number[]): Fault => ({
      kind: 'churn',
      hosts,
      up: laws.exponential(5),
      down: laws.exponential(1),
    })
    const of = (events: string[], host: number): string[] => events.filter((event) => event.endsWith(String(host)))
    const all = history([churn('all')])
    expect(of(all, 1)).toEqual(history([{ kind: 'loss', probability: 1 }, churn([1])]))
    expect(all).toEqual(history([churn('all')]))
    expect(all).not.toEqual(history([churn('all')], { seed: 'other' }))
  })

  it('begins with all hosts up, and leaves them up at its end', () => {
    const events = history([{ kind: 'churn', hosts: [0], up: 2, down: 3, at: 10, for: 8 }])
    expect(events).toEqual(['12-0', '15+0', '17-0', '18+0'])
  })

  it('divides the times up by the intensity', () => {
    const faults: Fault[] = [{ kind: 'churn', hosts: [0], up: 8, down: 3 }]
    expect(history(faults, { intensity: 4, until: 8 })).toEqual(['2-0', '5+0', '7-0'])
    expect(history(faults, { intensity: 0 })).toEqual([])
  })

  it('of very many hosts takes one stream for all', () => {
    const { sim, layer } = world(100_000)
    layer.install([{ kind: 'churn', hosts: 'all', up: laws.exponential(10), down: laws.exponential(10) }])
    sim.run(30)
    expect(Math.abs(layer.machines.up.level / 100_000 - (0.5 + 0.5 * math.exp(-6)))).toBeLessThan(0.007)
  })
})

describe('faults by schedule', () => {
  it('happen once, and last so many times as long as the intensity says', () => {
    const faults: Fault[] = [{ kind: 'crash', hosts: [0, 2], at: 10, for: 5 }]
    expect(history(faults)).toEqual(['10-0', '10-2', '15+0', '15+2'])
    expect(history(faults, { intensity: 0.5 })).toEqual(['10-0', '10-2', '12.5+0', '12.5+2'])
  })

  it('last for ever where no end is given', () => {
    expect(history([{ kind: 'crash', hosts: 'all', at: 1 }])).toEqual(['1-0', '1-1', '1-2'])
  })

  it('replay a trace, whose outages merge where the intensity makes them meet', () => {
    const trace: Fault = {
      kind: 'trace',
      outages: [
        [1, 20, Infinity],
        [0, 5, 8],
        [0, 1, 2],
        [0, 8, 9],
      ],
    }
    expect(history([trace])).toEqual(['1-0', '2+0', '5-0', '9+0', '20-1'])
    expect(history([trace], { intensity: 4 })).toEqual(['1-0', '17+0', '20-1'])
  })

  it('must not lie in the past', () => {
    const { sim, layer } = world(2)
    sim.run(5)
    expect(() => layer.install([{ kind: 'crash', hosts: [0], at: 3 }])).toThrow(
      'faults[0] (crash), at = 3: expected a time that is still to come, >= 5 s.',
    )
    layer.install([
      {
        kind: 'trace',
        outages: [
          [0, 1, 4],
          [1, 4, 6],
        ],
      },
    ])
    sim.run(5.5)
    expect([layer.machines.isUp(0), layer.machines.isUp(1)]).toEqual([true, false])
  })
})

describe('faults by law', () => {
  it('come again and again, so many times as often as the intensity says', () => {
    const faults: Fault[] = [{ kind: 'crash', hosts: [0], at: 1, every: 10, for: 2 }]
    expect(history(faults, { until: 30 })).toEqual(['11-0', '13+0', '23-0', '25+0'])
    expect(history(faults, { until: 10, intensity: 5 })).toEqual(['3-0', '5+0', '7-0', '9+0'])
  })

  it('hit a new choice of hosts each time', () => {
    const faults: Fault[] = [{ kind: 'crash', hosts: [0, 1, 2], pick: 2, every: 1, for: 1 }]
    const crashed = history(faults, { until: 2000 }).filter((event) => event.includes('-'))
    expect(crashed.length).toBe(2 * 1000)
    // Each host with probability 2/3: Binomial(1000, 2/3), six standard deviations are 90.
    for (const host of [0, 1, 2])
      expect(Math.abs(crashed.filter((event) => event.endsWith(`-${host}`)).length - 2000 / 3)).toBeLessThan(90)
  })

  it('take the share of time that their laws say', () => {
    const { sim, layer } = world(2)
    layer.install([{ kind: 'partition', groups: [[0], [1]], every: laws.exponential(3), for: laws.exponential(1) }])
    let cut = 0
    const looks = 200_000
    for (let i = 1; i <= looks; i++) sim.scheduleAt(i / 2, () => void (cut += layer.separates(0, 1) ? 1 : 0))
    sim.run(looks / 2 + 1)
    // 25 000 cycles: standard error 0.25 * 0.75 * sqrt(2 / 25 000) = 0.0017, taken four times.
    expect(Math.abs(cut / looks - 0.25)).toBeLessThan(0.0068)
  })
})
