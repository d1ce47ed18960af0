import { beforeEach, describe, expect, it } from 'vitest'
import { Resource, Simulation, type ProcessBody, type Scope } from '../index.ts'

let sim: Simulation
let log: string[]

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
})

function* child(name: string, duration: number): ProcessBody {
  try {
    yield* sim.delay(duration)
    log.push(`${sim.now} ${name} done`)
  } finally {
    log.push(`${sim.now} ${name} over`)
  }
}

describe('a scope', () => {
  it('cancels the processes that outlive its block', () => {
    function* parent(): ProcessBody {
      using scope = sim.scope()
      scope.spawn(child('short', 1))
      scope.spawn(child('long', 9))
      yield* sim.delay(2)
      expect(scope.running).toBe(1)
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['1 short done', '1 short over', '2 long over'])
    expect(sim.now).toBe(2)
  })

  it('ends with its process, by interrupt, cancel or error', () => {
    for (const end of ['interrupt', 'cancel'] as const) {
      function* parent(): ProcessBody {
        using scope = sim.scope()
        scope.spawn(child(end, 9))
        try {
          yield* sim.delay(5)
        } catch {
          return
        }
      }
      const process = sim.spawn(parent())
      sim.schedule(1, () => process[end]())
      sim.run()
    }
    expect(log).toEqual(['1 interrupt over', '2 cancel over'])
  })

  it('waits for all of them where it is waited for, those that they start included', () => {
    function* starter(scope: Scope): ProcessBody {
      yield* sim.delay(1)
      scope.spawn(child('grandchild', 2))
    }
    function* parent(): ProcessBody {
      using scope = sim.scope()
      scope.spawn(starter(scope))
      yield* scope
      log.push(`${sim.now} all`)
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['3 grandchild done', '3 grandchild over', '3 all'])
  })

  it('cancels the others when one fails, and throws its error where it is waited for', () => {
    function* failing(): ProcessBody {
      yield* sim.delay(1)
      throw new Error('boom')
    }
    function* parent(): ProcessBody {
      using scope = sim.scope()
      scope.spawn(child('other', 9))
      scope.spawn(failing())
      try {
        yield* scope
      } catch (error) {
        log.push(`${sim.now} ${(error as Error).message}`)
      }
    }
    sim.spawn(parent())
    sim.run()
    expect(log).toEqual(['1 other over', '1 boom'])
  })
})

describe('a gate', () => {
  it('holds back while it is closed and lets pass while it is open', () => {
    const gate = sim.gate('gate')
    function* walker(at: number): ProcessBody {
      yield* sim.delay(at)
      yield* gate
      log.push(`${at} passes at ${sim.now}`)
    }
    for (const at of [0, 1, 3, 5]) sim.spawn(walker(at))
    sim.schedule(2, () => gate.open())
    sim.schedule(4, () => gate.close())
    sim.schedule(6, () => {
      expect(gate.waiting).toBe(1)
      gate.open()
      // Who waited when it opened passes, even if it closes in the same instant.
      gate.close()
    })
    sim.run()
    expect(log).toEqual(['0 passes at 2', '1 passes at 2', '3 passes at 3', '5 passes at 6'])
    expect(gate.isOpen).toBe(false)
  })
})

describe('all of several requests', () => {
  it('give back what they have got when they are given up', () => {
    const [a, b] = ['a', 'b'].map((name) => new Resource(sim, { name, capacity: 1 })) as [Resource, Resource]
    function* holder(): ProcessBody {
      yield* b.serve(10)
    }
    function* waiter(): ProcessBody {
      yield* sim.allOf(a.acquire(), b.acquire())
    }
    sim.spawn(holder())
    const waiting = sim.spawn(waiter())
    sim.schedule(1, () => {
      expect(a.inUse).toBe(1)
      waiting.cancel()
    })
    sim.run()
    expect([a.inUse, b.inUse, sim.inspect().leaks]).toEqual([0, 0, []])
  })
})

describe('patience', () => {
  it('is for processes, and does not reach who has ended it', () => {
    expect(() => sim.patience(1)).toThrow('is for processes')
    function* worker(): ProcessBody {
      {
        using _patience = sim.patience(2)
        yield* sim.delay(2)
      }
      yield* sim.delay(5)
      log.push(`${sim.now} done`)
    }
    sim.spawn(worker())
    sim.run()
    expect(log).toEqual(['7 done'])
  })
})
