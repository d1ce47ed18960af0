import { describe, expect, it } from 'vitest'
import { Order, ProcessFailed, Simulation, SimulationError, Stalled, type ProcessBody } from './index.ts'

describe('the clock', () => {
  it('runs callbacks in order of time, class, insertion', () => {
    const sim = new Simulation({ seed: 's' })
    const log: string[] = []
    sim.schedule(2, () => log.push('d'))
    sim.schedule(1, () => log.push('c'), Order.late)
    sim.schedule(1, () => log.push('a'))
    sim.schedule(1, () => log.push('b'))
    expect(sim.run()).toBe('empty')
    expect(log).toEqual(['a', 'b', 'c', 'd'])
    expect(sim.now).toBe(2)
    expect(sim.executed).toBe(4)
  })

  it('stops before the events due at the limit, and runs them when the limit is inclusive', () => {
    for (const [inclusive, expected] of [
      [false, [3]],
      [true, [3, 5]],
    ] as const) {
      const sim = new Simulation({ seed: 's' })
      const log: number[] = []
      for (const time of [5, 3, 7]) sim.schedule(time, () => log.push(sim.now))
      expect(sim.run(5, { inclusive })).toBe('horizon')
      expect(log).toEqual(expected)
      expect(sim.now).toBe(5)
      sim.run()
      expect(log).toEqual([3, 5, 7])
    }
  })

  it('goes on where it stopped', () => {
    const sim = new Simulation({ seed: 's' })
    let ticks = 0
    const tick = (): void => {
      ticks++
      sim.schedule(1, tick)
    }
    sim.schedule(1, tick)
    sim.run(2)
    expect(ticks).toBe(1)
    sim.run(4.5)
    expect(ticks).toBe(4)
  })

  it('ends at once when stopped, and leaves the clock where it was stopped', () => {
    const sim = new Simulation({ seed: 's' })
    sim.schedule(1, () => sim.stop())
    sim.schedule(1, () => expect.unreachable())
    expect(sim.run(10)).toBe('stopped')
    expect(sim.now).toBe(1)
  })

  it('forgets a cancelled event', () => {
    const sim = new Simulation({ seed: 's' })
    const handle = sim.schedule(100, () => expect.unreachable())
    sim.schedule(1, () => expect(sim.cancel(handle)).toBe(true))
    sim.run()
    expect(sim.now).toBe(1)
    expect(sim.cancel(handle)).toBe(false)
  })

  it('refuses delays that are negative, NaN or infinite, and says where', () => {
    const sim = new Simulation({ seed: 's', startTime: 41.7 })
    expect(() => sim.schedule(-0.3, () => {})).toThrow(
      'Cannot schedule -0.3 s ahead at t=41.7 s: a delay must be a finite number >= 0. Is a normal law used as a duration?',
    )
    expect(() => sim.schedule(NaN, () => {})).toThrow(SimulationError)
    expect(() => sim.schedule(Infinity, () => {})).toThrow(/To wait for ever, wait for a signal/)
  })

  it('names the process that asked for a negative delay', () => {
    const sim = new Simulation({ seed: 's' })
    function* customer(): ProcessBody {
      yield* sim.delay(1)
      yield* sim.delay(-1)
    }
    sim.spawn(customer(), 'customer-17')
    expect(() => sim.run()).toThrow(/Process "customer-17" failed at t=1 s: .*in process "customer-17"/)
  })

  it('refuses to run to a time that is not ahead, or from within', () => {
    const sim = new Simulation({ seed: 's' })
    expect(() => sim.run(0)).toThrow('Cannot run until 0 s: the clock is at t=0 s, expected a later time.')
    sim.schedule(1, () => sim.run())
    expect(() => sim.run()).toThrow(/running already/)
  })
})

describe('warm-up', () => {
  it('resets integrals, tallies and counters, never a level', () => {
    const sim = new Simulation({ seed: 's' })
    const queue = sim.timeWeighted('queue')
    const wait = sim.tally('wait')
    const arrivals = sim.counter('arrivals')
    sim.schedule(1, () => {
      queue.add(3)
      wait.record(7)
      arrivals.increment()
    })
    sim.run(10)
    let own = 0
    sim.onWarmUpEnd(() => own++)
    sim.endWarmUp()
    sim.schedule(5, () => queue.add(-1))
    sim.run(20)
    expect(queue.mean).toBe(2.5)
    expect(wait.count).toBe(0)
    expect(arrivals.count).toBe(0)
    expect(own).toBe(1)
  })
})

describe('a run that comes to nothing', () => {
  it('names the processes that wait for ever, and what for', () => {
    const sim = new Simulation({ seed: 's' })
    const unchoked = sim.signal('unchoked')
    function* peer(): ProcessBody {
      yield* sim.delay(12)
      yield* unchoked
    }
    sim.spawn(peer(), 'peer-4')
    sim.spawn(peer(), 'peer-9')
    sim.spawn(peer(), { name: 'tracker', daemon: true })
    expect(() => sim.run(100)).toThrow(Stalled)
    const again = new Simulation({ seed: 's' })
    again.spawn(
      (function* (): ProcessBody {
        yield* again.signal('go')
      })(),
      'only',
    )
    expect(() => again.run()).toThrow(
      'Nothing left to happen at t=0 s, but 1 process waits: only (signal "go"). ' +
        'Fire what they wait for, or spawn a process that may wait for ever with { daemon: true }.',
    )
  })

  it('carries the error of a process that nobody waits for', () => {
    const sim = new Simulation({ seed: 's' })
    const cause = new TypeError('boom')
    function* bad(): ProcessBody {
      yield* sim.delay(3)
      throw cause
    }
    sim.spawn(bad(), 'bad')
    try {
      sim.run()
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ProcessFailed)
      expect((error as Error).message).toBe('Process "bad" failed at t=3 s: TypeError: boom')
      expect((error as Error).cause).toBe(cause)
    }
  })
})

describe('a clock that stands still', () => {
  it('is noticed, with the process that keeps it there (A9)', () => {
    const sim = new Simulation({ seed: 's' })
    function* spinner(): ProcessBody {
      yield* sim.delay(3)
      for (;;) yield* sim.delay(0)
    }
    sim.spawn(spinner(), 'spinner')
    expect(() => sim.run()).toThrow(
      'The clock stands still at t=3 s: 8388608 events have run at this instant. ' +
        'Process "spinner" ran last: does it wait for 0 s in a loop?',
    )
  })
})

describe('shuffled ties', () => {
  it('change the order of simultaneous events and nothing else', () => {
    const order = (shuffleTies?: string): string[] => {
      const sim = new Simulation({ seed: 's', ...(shuffleTies !== undefined && { shuffleTies }) })
      const log: string[] = []
      for (const name of 'abcdefgh') sim.schedule(1, () => log.push(name))
      sim.schedule(1, () => log.push('first'), Order.before)
      sim.schedule(2, () => log.push('last'))
      sim.run()
      return log
    }
    const shuffled = order('1')
    expect(shuffled).not.toEqual(order())
    expect(shuffled.toSorted()).toEqual(order().toSorted())
    expect([shuffled[0], shuffled.at(-1)]).toEqual(['first', 'last'])
    expect(order('1')).toEqual(shuffled)
  })
})

describe('equal seeds', () => {
  const trajectory = (seed: string, eventList: 'ladder' | 'heap'): [string, number] => {
    const sim = new Simulation({ seed, eventList, fingerprint: true })
    const gaps = sim.stream('gaps')
    function* worker(): ProcessBody {
      for (let i = 0; i < 500; i++) yield* sim.delay(gaps.exponential(1))
    }
    for (let i = 0; i < 20; i++) sim.spawn(worker())
    sim.run()
    return [sim.fingerprint, sim.executed]
  }

  it('give equal trajectories, with either event list', () => {
    expect(trajectory('a', 'ladder')).toEqual(trajectory('a', 'ladder'))
    expect(trajectory('a', 'ladder')).toEqual(trajectory('a', 'heap'))
  })

  it('differ from other seeds', () => {
    expect(trajectory('a', 'ladder')[0]).not.toBe(trajectory('b', 'ladder')[0])
  })
})
