import { beforeEach, describe, expect, it } from 'vitest'
import { Interrupted, Simulation, type Process, type ProcessBody } from '../index.ts'

let sim: Simulation
let log: string[]
const note = (what: string): void => void log.push(`${sim.now} ${what}`)

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
})

describe('the process that runs', () => {
  const who = (): string => sim.currentProcess?.name ?? 'nobody'

  it('is known from the first question on, in a process that is ended meanwhile, and to no callback', () => {
    function* ended(): ProcessBody {
      try {
        yield* sim.delay(9)
      } finally {
        note(`${who()} ends`)
      }
    }
    function* first(victim: Process): ProcessBody {
      note(who())
      yield* sim.delay(1)
      victim.cancel()
      note(who())
    }
    const victim = sim.spawn(ended(), 'victim')
    sim.spawn(first(victim), 'first')
    sim.spawn(first(sim.spawn(ended(), 'other')), 'second')
    sim.schedule(2, () => note(who()))
    sim.run()
    expect(log).toEqual(['0 first', '0 second', '1 victim ends', '1 first', '1 other ends', '1 second', '2 nobody'])
  })

  it('may be the iterator of a waitable, which is no generator', () => {
    const once = sim.once<number>('answer')
    const process = sim.spawn(once[Symbol.iterator]())
    sim.schedule(3, () => once.succeed(42))
    sim.run()
    expect([process.done, process.value]).toEqual([true, 42])
  })
})

describe('a process', () => {
  it('starts within the instant, and before events due at it', () => {
    function* p(): ProcessBody {
      note('starts')
      yield* sim.delay(0)
      note('goes on')
    }
    sim.schedule(0, () => note('event'))
    sim.spawn(p())
    sim.run()
    expect(log).toEqual(['0 starts', '0 event', '0 goes on'])
  })

  it('can be joined while it runs, by several, and after it has ended', () => {
    function* child(): ProcessBody<string> {
      yield* sim.delay(2)
      return 'value'
    }
    const process = sim.spawn(child())
    function* parent(name: string, at: number): ProcessBody {
      yield* sim.delay(at)
      note(`${name} ${yield* process}`)
    }
    sim.spawn(parent('a', 0))
    sim.spawn(parent('b', 1))
    sim.spawn(parent('late', 5))
    sim.run()
    expect(log).toEqual(['2 a value', '2 b value', '5 late value'])
    expect(process.value).toBe('value')
  })

  it('throws what it throws where it is joined', () => {
    function* child(): ProcessBody {
      yield* sim.delay(1)
      throw new Error('lost')
    }
    function* parent(): ProcessBody {
      const process = sim.spawn(child())
      try {
        yield* process
      } catch (error) {
        note(`caught ${(error as Error).message}`)
      }
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['1 caught lost'])
  })

  it('says what was wrong when something else than a waitable is yielded', () => {
    sim.spawn(
      (function* () {
        yield 3 as never
      })(),
      'odd',
    )
    expect(() => sim.run()).toThrow(/Process "odd" yielded 3 at t=0 s: write yield\* followed by a waitable/)
  })
})

describe('an interrupt', () => {
  it('is thrown where the process waits, with its cause, and the wait is given up', () => {
    function* sleeper(): ProcessBody {
      try {
        yield* sim.delay(100)
      } catch (error) {
        note(`${(error as Interrupted).name} ${String((error as Interrupted).cause)}`)
      }
    }
    const process = sim.spawn(sleeper())
    sim.schedule(5, () => process.interrupt('x'))
    sim.run()
    expect(log).toEqual(['5 Interrupted x'])
    expect(sim.now).toBe(5)
  })

  it('comes before what is due at the same instant', () => {
    function* sleeper(): ProcessBody {
      try {
        yield* sim.delay(5)
        note('slept')
      } catch {
        note('interrupted')
      }
    }
    sim.schedule(5, () => process.interrupt())
    const process = sim.spawn(sleeper())
    sim.run()
    expect(log).toEqual(['5 interrupted'])
  })

  it('reaches a process in order, as often as sent', () => {
    function* victim(): ProcessBody {
      for (let i = 0; i < 3; i++) {
        try {
          yield* sim.delay(1)
        } catch (error) {
          note(String((error as Interrupted).cause))
        }
      }
    }
    const process = sim.spawn(victim())
    for (const cause of ['boggis', 'bunce', 'beans']) sim.schedule(0, () => process.interrupt(cause))
    sim.run()
    expect(log).toEqual(['0 boggis', '0 bunce', '0 beans'])
  })

  it('is dropped when the process ends first, and refused when it has ended or is the one that runs', () => {
    function* once(): ProcessBody<number> {
      try {
        yield* sim.delay(1)
      } catch {
        return 1
      }
      return 0
    }
    const process = sim.spawn(once())
    sim.schedule(0, () => {
      process.interrupt(1)
      process.interrupt(2)
    })
    sim.run()
    expect(process.value).toBe(1)
    expect(() => process.interrupt()).toThrow('it has finished')
    function* selfish(): ProcessBody {
      yield* sim.delay(1)
      self.interrupt()
    }
    const self: Process<void> = sim.spawn(selfish(), 'self')
    expect(() => sim.run()).toThrow('Process "self" cannot interrupt itself.')
  })
})

describe('a signal', () => {
  it('wakes those who wait, in order of arrival, within the instant; later ones wait for the next', () => {
    const signal = sim.signal<string>('go')
    function* waiter(name: string, at: number): ProcessBody {
      yield* sim.delay(at)
      note(`${name} ${yield* signal}`)
    }
    sim.spawn(waiter('b', 1))
    sim.spawn(waiter('a', 0))
    sim.spawn(waiter('c', 4))
    sim.schedule(3, () => {
      expect(signal.waiting).toBe(2)
      signal.fire('one')
      note('fired')
    })
    sim.schedule(6, () => signal.fire('two'))
    sim.run()
    expect(log).toEqual(['3 fired', '3 a one', '3 b one', '6 c two'])
  })

  it('does not wake a process that was interrupted in the same instant', () => {
    const signal = sim.signal('go')
    function* waiter(): ProcessBody {
      try {
        yield* signal
        note('woken')
      } catch {
        note('interrupted')
      }
      yield* sim.delay(1)
      note('done')
    }
    const process = sim.spawn(waiter())
    sim.schedule(1, () => {
      signal.fire()
      process.interrupt()
    })
    sim.run()
    expect(log).toEqual(['1 interrupted', '2 done'])
  })
})

describe('a once', () => {
  it('is remembered: a later wait returns at once, within the same event', () => {
    const open = sim.once<string>('open')
    function* waiter(at: number): ProcessBody {
      yield* sim.delay(at)
      note(yield* open)
    }
    sim.spawn(waiter(0))
    sim.spawn(waiter(5))
    sim.schedule(2, () => open.succeed('yes'))
    sim.run()
    expect(log).toEqual(['2 yes', '5 yes'])
    expect(() => open.succeed('no')).toThrow('once "open" has happened before')
  })
})

describe('anyOf', () => {
  it('ends with the first and cancels the others, so that the run ends too', () => {
    function* racer(): ProcessBody {
      const { index } = yield* sim.anyOf(sim.delay(50), sim.delay(1))
      note(`part ${index}`)
    }
    sim.spawn(racer())
    sim.run()
    expect(log).toEqual(['1 part 1'])
    expect(sim.now).toBe(1)
  })

  it('leaves nothing pending behind ten thousand calls raced with a time-out', () => {
    const reply = sim.signal('reply')
    let most = 0
    function* client(): ProcessBody {
      for (let i = 0; i < 10_000; i++) {
        sim.schedule(0.001, () => reply.fire())
        const { index } = yield* sim.anyOf(reply, sim.delay(30))
        expect(index).toBe(0)
        most = Math.max(most, sim.pending)
      }
    }
    sim.spawn(client())
    sim.run()
    expect(sim.now).toBeCloseTo(10, 6)
    expect(most).toBeLessThanOrEqual(1)
  })

  it('is given up whole when its process is interrupted', () => {
    function* racer(): ProcessBody {
      try {
        yield* sim.anyOf(sim.delay(50), sim.allOf(sim.delay(60), sim.delay(70)))
      } catch {
        note('interrupted')
      }
    }
    const process = sim.spawn(racer())
    sim.schedule(1, () => process.interrupt())
    sim.run()
    expect(log).toEqual(['1 interrupted'])
    expect(sim.now).toBe(1)
  })

  it('ends at once with a part that has ended already, and starts no wait after it', () => {
    const done = sim.once<number>()
    done.succeed(7)
    sim.run()
    function* racer(): ProcessBody {
      note(JSON.stringify(yield* sim.anyOf(sim.delay(5), done, sim.delay(6))))
    }
    sim.spawn(racer())
    sim.run()
    expect(log).toEqual(['0 {"index":1,"value":7}'])
    expect(sim.pending).toBe(0)
  })
})

describe('a part that is a generator', () => {
  it('runs as a process of its own, and is cancelled when it loses', () => {
    function* call(): ProcessBody<string> {
      try {
        yield* sim.delay(2)
        yield* sim.delay(2)
        return 'reply'
      } finally {
        note('call over')
      }
    }
    function* client(patience: number): ProcessBody {
      const { index, value } = yield* sim.anyOf(call(), sim.delay(patience))
      note(`${index} ${value}`)
    }
    sim.spawn(client(5))
    sim.run()
    sim.spawn(client(3))
    sim.run()
    expect(log).toEqual(['4 call over', '4 0 reply', '7 call over', '7 1 undefined'])
    expect(sim.now).toBe(7)
  })
})

describe('a cancelled process', () => {
  it('ends at once, runs its finally blocks, and lets those who joined it go on', () => {
    function* worker(): ProcessBody {
      try {
        yield* sim.delay(100)
      } finally {
        note('cleaned up')
      }
    }
    const process = sim.spawn(worker())
    function* parent(): ProcessBody {
      yield* process
      note('joined')
    }
    sim.spawn(parent())
    sim.schedule(1, () => process.cancel())
    sim.run()
    expect(log).toEqual(['1 cleaned up', '1 joined'])
    expect(sim.now).toBe(1)
    process.cancel()
  })

  it('never starts when it is cancelled before', () => {
    const process = sim.spawn(
      (function* (): ProcessBody {
        note('started')
        yield* sim.delay(1)
      })(),
    )
    process.cancel()
    expect(sim.pending).toBe(0)
    sim.run()
    expect(log).toEqual([])
  })

  it('leaves the list of processes, which stays in order of their start', () => {
    function* sleeper(time: number): ProcessBody {
      yield* sim.delay(time)
      note(sim.processes.map(({ name, waitsFor }) => `${name}: ${waitsFor}`).join(', '))
    }
    const cancelled = sim.spawn(sleeper(1), 'a')
    sim.spawn(sleeper(5), 'b')
    cancelled.cancel()
    sim.spawn(sleeper(2), 'c')
    sim.schedule(3, () => void sim.spawn(sleeper(1), 'd'))
    sim.run()
    expect(log).toEqual([
      '2 b: delay until t=5 s, c: nothing, it runs',
      '4 b: delay until t=5 s, d: nothing, it runs',
      '5 b: nothing, it runs',
    ])
  })
})

describe('allOf', () => {
  it('ends with the last, and returns the values in the order given', () => {
    function* child(value: number, at: number): ProcessBody<number> {
      yield* sim.delay(at)
      return value
    }
    function* parent(): ProcessBody {
      const values = yield* sim.allOf(sim.spawn(child(1, 3)), sim.spawn(child(2, 1)))
      note(values.join(' '))
      note(`nothing: ${(yield* sim.allOf()).length}`)
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['3 1 2', '3 nothing: 0'])
  })

  it('fails with its first failing part', () => {
    function* child(): ProcessBody {
      yield* sim.delay(1)
      throw new Error('lost')
    }
    function* parent(): ProcessBody {
      try {
        yield* sim.allOf(sim.spawn(child()), sim.delay(9))
      } catch (error) {
        note((error as Error).message)
      }
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['1 lost'])
    expect(sim.now).toBe(1)
  })
})
