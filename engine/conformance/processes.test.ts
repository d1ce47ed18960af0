import { describe, expect, it } from 'vitest'
import {
  Batch,
  Interrupted,
  ProcessFailed,
  Resource,
  Reneged,
  Simulation,
  type Process,
  type ProcessBody,
} from '../index.ts'

// Section B of the conformance cases, and the cases of section C that are about processes and not about queues.

const world = (): { sim: Simulation; log: string[]; note: (what: string) => void } => {
  const sim = new Simulation({ seed: 'B' })
  const log: string[] = []
  return { sim, log, note: (what) => void log.push(`${sim.now} ${what}`) }
}

describe('waiting', () => {
  it('ends for all who wait for one timer, in order (B1)', () => {
    const { sim, log, note } = world()
    const timer = sim.timer(1)
    function* waiter(i: number): ProcessBody {
      yield* timer
      note(`${i}`)
    }
    for (let i = 0; i < 3; i++) sim.spawn(waiter(i))
    sim.run()
    expect(log).toEqual(['1 0', '1 1', '1 2'])
  })

  it('keeps the order of processes that sleep in step (B2)', () => {
    const { sim, log, note } = world()
    function* sleeper(i: number): ProcessBody {
      for (;;) {
        note(`${i}`)
        yield* sim.delay(1)
      }
    }
    for (let i = 0; i < 3; i++) sim.spawn(sleeper(i))
    sim.run(3)
    expect(log.join(', ')).toBe('0 0, 0 1, 0 2, 1 0, 1 1, 1 2, 2 0, 2 1, 2 2')
  })

  it('refuses negative delays, and returns the value of a timer (B3)', () => {
    const { sim } = world()
    function* asker(): ProcessBody<string> {
      expect(() => sim.delay(-1)).toThrow('Cannot schedule -1 s ahead')
      return yield* sim.timer(1, 'v')
    }
    expect(sim.runUntil(sim.spawn(asker()))).toBe('v')
  })

  it('for what has happened returns at once (B4)', () => {
    const { sim } = world()
    function* child(): ProcessBody<string> {
      yield* sim.delay(1)
      return 'v'
    }
    function* parent(): ProcessBody<[string, number]> {
      const started = sim.spawn(child())
      yield* sim.delay(2)
      return [yield* started, sim.now]
    }
    expect(sim.runUntil(sim.spawn(parent()))).toEqual(['v', 2])
  })
})

describe('an interrupt', () => {
  /** Waits `rounds` times for a delay of 10 s and notes what comes. */
  function* victim(sim: Simulation, note: (what: string) => void, rounds = 1): ProcessBody {
    for (let i = 0; i < rounds; i++) {
      try {
        yield* sim.delay(10)
        note('slept')
      } catch (error) {
        note(String((error as Interrupted).cause))
      }
    }
  }

  it('brings its cause (B5), one after the other (B6)', () => {
    const { sim, log, note } = world()
    const x = sim.spawn(victim(sim, note))
    sim.schedule(5, () => x.interrupt('x'))
    sim.run()
    expect(log).toEqual(['5 x'])

    const fox = sim.spawn(victim(sim, note, 4))
    function* farmer(name: string): ProcessBody {
      fox.interrupt(name)
      yield* sim.delay(1)
    }
    for (const name of ['boggis', 'bunce', 'beans']) sim.spawn(farmer(name))
    sim.run()
    expect(log.slice(1)).toEqual(['5 boggis', '5 bunce', '5 beans', '15 slept'])
  })

  it('comes before what happened in the same instant, which is not lost (B7)', () => {
    const { sim, log, note } = world()
    const event = sim.once('event')
    function* waiter(): ProcessBody {
      try {
        yield* event
      } catch {
        note('interrupted')
        yield* event
        note('event')
      }
    }
    const process = sim.spawn(waiter())
    sim.schedule(1, () => {
      event.succeed()
      process.interrupt()
    })
    sim.run()
    expect(log).toEqual(['1 interrupted', '1 event'])
  })

  it('of a process that has not started comes after its first step; the finished and oneself are refused (B8)', () => {
    const { sim, log, note } = world()
    function* parent(): ProcessBody {
      const child = sim.spawn(victim(sim, note))
      child.interrupt('early')
      expect(() => self.interrupt()).toThrow('cannot interrupt itself')
      yield* child
      expect(() => child.interrupt()).toThrow('it has finished')
    }
    const self: Process = sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['0 early'])
  })

  it('is dropped when the process ends on the one before (B9)', () => {
    const { sim } = world()
    function* once(): ProcessBody<number> {
      try {
        yield* sim.delay(10)
        return 0
      } catch {
        return 1
      }
    }
    const process = sim.spawn(once())
    sim.schedule(1, () => {
      process.interrupt('first')
      process.interrupt('second')
    })
    sim.run()
    expect(process.value).toBe(1)
  })
})

describe('a failure', () => {
  function* failing(sim: Simulation, at: number): ProcessBody {
    yield* sim.delay(at)
    throw new Error('boom')
  }

  it('stops the run, or is thrown where somebody waits for the process (B10)', () => {
    const { sim, log, note } = world()
    sim.spawn(failing(sim, 1), 'bad')
    expect(() => sim.run()).toThrow(ProcessFailed)
    function* parent(): ProcessBody {
      try {
        yield* sim.spawn(failing(sim, 1))
      } catch (error) {
        note((error as Error).message)
      }
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['2 boom'])
  })

  it('of a loser stops the run when it goes on alone, and never comes when it is a part (B15)', () => {
    // A process started by itself belongs to nobody: SimPy's rule. A generator given to anyOf is cancelled when it loses.
    const { sim, log, note } = world()
    function* main(part: () => Generator | Process): ProcessBody {
      yield* sim.anyOf(sim.delay(1), part() as Process)
      note('over')
      yield* sim.delay(5)
    }
    sim.spawn(main(() => sim.spawn(failing(sim, 2))))
    expect(() => sim.run()).toThrow('boom')
    expect(sim.now).toBe(2)
    sim.run()
    sim.spawn(main(() => failing(sim, 2)))
    sim.run()
    expect(log).toEqual(['1 over', '7 over'])
  })
})

describe('a combination', () => {
  it('ends as its parts say (B11), and later values are not added (B12)', () => {
    // SimPy returns what has happened so far; ours the first, and the timers themselves know whether they have happened.
    const { sim, log } = world()
    function* main(): ProcessBody {
      const timers = (): ReturnType<Simulation['timer']>[] => [0, 1, 2].map((delay) => sim.timer(delay))
      const happened = (list: ReturnType<Simulation['timer']>[]): string =>
        list.flatMap((timer, i) => (timer.happened ? [`t${i}`] : [])).join(' ')
      const start = sim.now
      const [a, b, c] = [timers(), timers(), timers()]
      const [d, e] = [timers(), timers()]
      function* note(name: string, list: typeof a, wait: Generator): ProcessBody {
        yield* wait as ProcessBody
        log.push(`${name} at ${sim.now - start}: ${happened(list)}`)
      }
      yield* sim.allOf(
        note('all', a, sim.allOf(...a)[Symbol.iterator]()),
        note('any', b, sim.anyOf(...b)[Symbol.iterator]()),
        note('(t0&t2)|t1', c, sim.anyOf(sim.allOf(c[0]!, c[2]!), c[1]!)[Symbol.iterator]()),
        note('(t0|t1)&t2', d, sim.allOf(sim.anyOf(d[0]!, d[1]!), d[2]!)[Symbol.iterator]()),
      )
      const first = yield* sim.anyOf(...e)
      yield* sim.delay(5)
      expect(first).toEqual({ index: 0, value: undefined })
    }
    sim.spawn(main())
    sim.run()
    expect(log).toEqual(['any at 0: t0', '(t0&t2)|t1 at 1: t0 t1', 'all at 2: t0 t1 t2', '(t0|t1)&t2 at 2: t0 t1 t2'])
  })

  it('of nothing ends at once (B14)', () => {
    const { sim } = world()
    function* main(): ProcessBody<unknown[]> {
      return [yield* sim.allOf(), yield* sim.anyOf(), sim.now]
    }
    expect(sim.runUntil(sim.spawn(main()))).toEqual([[], { index: -1, value: undefined }, 0])
  })

  it('refuses what belongs to another simulation, as every wait does (B16)', () => {
    const { sim } = world()
    const other = new Simulation({ seed: 'other' })
    const foreign = [other.once('event'), other.signal('signal'), other.delay(1), other.spawn(failingBody())]
    function* failingBody(): ProcessBody {
      yield* other.delay(1)
    }
    function* main(): ProcessBody {
      for (const wait of foreign) {
        let message = ''
        try {
          yield* sim.allOf(sim.delay(1), wait as Process)
        } catch (error) {
          message = (error as Error).message
        }
        expect(message).toContain('belongs to another simulation')
      }
      yield* foreign[0] as Process
    }
    sim.spawn(main())
    expect(() => sim.run()).toThrow('once "event": it belongs to another simulation')
  })
})

describe('patience', () => {
  function* customer(sim: Simulation, log: string[], body: () => ProcessBody, out?: () => ProcessBody): ProcessBody {
    const start = sim.now
    let finished = true
    try {
      yield* body()
    } catch (error) {
      expect(error).toBeInstanceOf(Reneged)
      finished = out !== undefined
      if (out !== undefined) yield* out()
    }
    log.push(`${sim.now} after ${sim.now - start}, ${finished ? 'finished' : 'unfinished'}`)
  }

  it('ends a stretch of work, is renewed and ended (C32)', () => {
    const ends = (body: (sim: Simulation) => ProcessBody, out?: (sim: Simulation) => ProcessBody): string[] => {
      const { sim, log } = world()
      sim.spawn(customer(sim, log, () => body(sim), out && (() => out(sim))))
      sim.run()
      return log
    }
    function* hasty(sim: Simulation): ProcessBody {
      using _patience = sim.patience(1)
      yield* sim.delay(4)
    }
    function* outPath(sim: Simulation): ProcessBody {
      yield* sim.delay(1)
    }
    function* renewed(sim: Simulation): ProcessBody {
      using patience = sim.patience(2)
      yield* sim.delay(1)
      patience.renew(4)
      yield* sim.delay(8)
    }
    function* ended(sim: Simulation): ProcessBody {
      const patience = sim.patience(2)
      yield* sim.delay(1)
      patience.end()
      yield* sim.delay(9)
    }
    expect(ends(hasty)).toEqual(['1 after 1, unfinished'])
    expect(ends(hasty, outPath)).toEqual(['2 after 2, finished'])
    expect(ends(renewed)).toEqual(['5 after 5, unfinished'])
    expect(ends(ended)).toEqual(['10 after 10, finished'])
  })
})

describe('fork and join', () => {
  it('lets clones end by themselves or together (C35)', () => {
    const { sim, log, note } = world()
    function* clone(delay: number): ProcessBody {
      yield* sim.delay(delay)
    }
    function* alone(delay: number): ProcessBody {
      yield* clone(delay)
      yield* sim.delay(0.5)
      note('alone')
    }
    function* together(): ProcessBody {
      yield* sim.allOf(clone(1), clone(2), clone(3))
      yield* sim.delay(0.5)
      note('together')
    }
    for (const delay of [0, 1, 2]) sim.spawn(alone(delay))
    sim.spawn(together())
    sim.run()
    expect(log).toEqual(['0.5 alone', '1.5 alone', '2.5 alone', '3.5 together'])
  })

  it('lets a batch go when it is complete, and be served as one (C35)', () => {
    const { sim, log, note } = world()
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const pairs = new Batch<number>(sim, { name: 'pairs', size: 2 })
    function* customer(i: number): ProcessBody {
      yield* sim.delay(i)
      const { batch, position } = yield* pairs.join(i)
      if (position === 0) {
        note(`${batch.members.join(' and ')} start`)
        yield* server.serve(1)
        batch.done.succeed()
      }
      yield* batch.done
      note(`${i} ends`)
    }
    for (let i = 0; i < 4; i++) sim.spawn(customer(i))
    sim.run()
    // Who acts for the others is the last to wait for the end of it.
    expect(log).toEqual(['1 0 and 1 start', '2 1 ends', '2 0 ends', '3 2 and 3 start', '4 3 ends', '4 2 ends'])
  })
})
