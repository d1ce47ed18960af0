import { describe, expect, it } from 'vitest'
import { Resource, Simulation, type ProcessBody } from '../engine/index.ts'
import { remarksOn } from './remarks.ts'

describe('remarks on a run', () => {
  /** A single server with a customer a second, looked at after 1000 s. */
  function queue(work: number): Simulation {
    const sim = new Simulation({ seed: 'remarks' })
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const gaps = sim.stream('gaps')
    const works = sim.stream('works')
    function* customer(): ProcessBody {
      yield* server.serve(works.exponential(work))
    }
    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(gaps.exponential(1))
        sim.spawn(customer())
      }
    }
    sim.spawn(source())
    sim.run(1000)
    return sim
  }

  it('pass over the few who wait at the end of any run of a stable queue', () => {
    const sim = queue(0.95)
    expect(sim.inspect().censored).toHaveLength(1)
    expect(remarksOn(sim)).toEqual([])
  })

  it('tell of a queue that grows, whose mean wait misses those who wait longest', () => {
    const [remark, ...others] = remarksOn(queue(2))
    expect(others).toEqual([])
    expect(remark).toMatchObject({ kind: 'censored', subject: 'server.wait' })
    expect(remark!.text).toMatch(
      /^server\.wait misses \d+ waits that go on at the end of the run, against \d+ observed; the longest has lasted [\d.]+ s\. Its mean is too low: /,
    )
  })

  it('say once for each resource who took servers along, and how many', () => {
    const sim = new Simulation({ seed: 'remarks' })
    const server = new Resource(sim, { name: 'server', capacity: 5 })
    function* careless(units: number): ProcessBody {
      yield* server.acquire({ units })
    }
    sim.spawn(careless(2), 'first')
    sim.spawn(careless(1), 'second')
    sim.run()
    expect(remarksOn(sim)).toEqual([
      {
        kind: 'leak',
        subject: 'server',
        text: '3 servers of resource "server" never released by processes that have ended, first by "first", which had them since t=0 s. Hold leases with using.',
      },
    ])
  })

  it('tell of servers in use when nothing is left to happen', () => {
    const sim = new Simulation({ seed: 'remarks' })
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    function* holder(): ProcessBody {
      using _lease = yield* server.acquire()
      yield* sim.signal('never')
    }
    sim.spawn(holder(), { name: 'holder', daemon: true })
    sim.run()
    expect(remarksOn(sim)).toEqual([
      {
        kind: 'stuck',
        subject: 'server',
        text: '1 server of resource "server" in use although nothing is left to happen, first by "holder".',
      },
    ])
  })
})
