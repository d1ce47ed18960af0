import { describe, expect, it } from 'vitest'
import type { ProcessBody } from '../../process/waitable.ts'
import { Simulation } from '../../simulation.ts'
import { Cpu, type CpuOptions } from './cpu.ts'
import { FluidFailed } from './doing.ts'
import { Fluid } from './fluid.ts'
import { VirtualCpu } from './virtual-cpu.ts'

function world(options: Partial<CpuOptions> = {}): { sim: Simulation; cpu: Cpu } {
  const sim = new Simulation({ seed: 'cpu' })
  return { sim, cpu: new Cpu(sim, { name: 'cpu', speed: 1, fluid: new Fluid(sim, { check: true }), ...options }) }
}

describe('a processor', () => {
  it('gives each thread at most one core, and shares cores by threads (D32)', () => {
    const { sim, cpu } = world({ cores: 4, speed: 1e8 })
    const ends: [string, number][] = []
    function* run(name: string, threads: number, perThread: number): ProcessBody {
      yield* cpu.execute(threads * perThread, { threads })
      ends.push([name, sim.now])
    }
    function* scenario(): ProcessBody {
      yield* run('2 threads', 2, 1e9)
      yield* run('4 threads', 4, 1e9)
      yield* run('6 threads', 6, 1e9)
      const background = sim.spawn(run('background', 1, 2.5e9))
      yield* run('2 beside 1', 2, 1e9)
      yield* run('4 beside 1', 4, 1e9)
      yield* background
      const four = sim.spawn(run('background of 4', 4, 2e9))
      yield* sim.delay(5)
      yield* run('1 beside 4', 1, 1e9)
      yield* four
      const twice = [run('2 of 2', 2, 1e9), run('2 of 2', 2, 1e9)].map((body) => sim.spawn(body))
      for (const one of twice) yield* one
    }
    sim.spawn(scenario())
    sim.run()
    expect(ends).toEqual([
      ['2 threads', 10],
      ['4 threads', 20],
      ['6 threads', 35],
      ['2 beside 1', 45],
      ['4 beside 1', 57.5],
      ['background', 62.5],
      ['1 beside 4', 80],
      ['background of 4', 85],
      ['2 of 2', 95],
      ['2 of 2', 95],
    ])
  })

  it('loses capacity where many tasks run (D33)', () => {
    const { sim, cpu } = world({ speed: 1e6, degradation: (n) => (n > 1 ? 0.5 : 1) })
    const ends: number[] = []
    for (let i = 0; i < 10; i++) cpu.start(1e6, () => ends.push(sim.now))
    sim.run()
    expect(ends).toHaveLength(10)
    for (const end of ends) expect(end).toBeCloseTo(20, 9)
  })

  it('keeps what is left of a suspended task (D36)', () => {
    const speed = 98.095e6
    const { sim, cpu } = world({ speed })
    const task = cpu.start(3 * speed, () => expect(sim.now).toBeCloseTo(23, 9))
    for (const [suspended, left] of [
      [1, 2 * speed],
      [12, speed],
    ] as const) {
      sim.schedule(suspended, () => cpu.fluid.suspend(task))
      sim.schedule(suspended + 5, () => expect(cpu.fluid.remaining(task)).toBeCloseTo(left, 3))
      sim.schedule(suspended + 10, () => cpu.fluid.resume(task))
    }
    sim.run()
    expect(sim.now).toBeCloseTo(23, 9)
  })

  it('drops a task that is waited for no longer (D37)', () => {
    const { sim, cpu } = world({ cores: 2 })
    const firsts: number[] = []
    function* impatient(): ProcessBody {
      firsts.push((yield* sim.anyOf(cpu.execute(5), sim.delay(3))).index, sim.now)
      firsts.push((yield* sim.anyOf(cpu.execute(5), sim.delay(6))).index, sim.now)
    }
    sim.spawn(impatient())
    sim.run()
    expect(firsts).toEqual([1, 3, 0, 8])
    expect(cpu.operations).toBe(8)
  })

  it('shares by weight, limits rates and changes its speed', () => {
    const { sim, cpu } = world({ speed: 90 })
    const ends: number[] = []
    cpu.start(60, () => ends.push(sim.now), undefined, { weight: 2 })
    cpu.start(60, () => ends.push(sim.now))
    sim.schedule(1, () => cpu.setSpeed(20))
    sim.schedule(3, () => cpu.start(10, () => ends.push(sim.now), undefined, { rateLimit: 5 }))
    sim.run()
    expect(ends).toEqual([1, 2.5, 5])
    expect(cpu.utilisation).toBeCloseTo((1 + 1.5 + 2 * 0.25) / 5, 12)
  })

  it('fails its tasks when it goes down', () => {
    const { sim, cpu } = world()
    function* task(): ProcessBody {
      yield* cpu.execute(10)
    }
    const process = sim.spawn(task(), 'task')
    function* observer(): ProcessBody {
      try {
        yield* process
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(FluidFailed)
        expect((error as FluidFailed).reason).toBe('host down')
        expect(sim.now).toBe(4)
      }
    }
    sim.spawn(observer())
    sim.schedule(4, () => cpu.fail())
    sim.run()
    cpu.repair()
    cpu.start(1)
    sim.run()
    expect(sim.now).toBe(5)
  })

  it.each<[() => unknown, string]>([
    [() => world({ cores: 1.5 }), 'Cpu "cpu", cores = 1.5'],
    [() => world({ speed: 0 }), 'Cpu "cpu", speed = 0'],
    [() => world().cpu.start(0), 'amount = 0'],
    [() => world().cpu.start(1, undefined, undefined, { threads: 0 }), 'Cpu "cpu", threads = 0'],
    [() => world().cpu.setSpeed(NaN), 'Cpu "cpu", speed = NaN'],
    [() => new VirtualCpu(world().cpu, { name: 'vm', cores: 0 }), 'Virtual cpu "vm", cores = 0'],
  ])('refuses bad input: %#', (act, message) => {
    expect(act).toThrow(message)
  })
})

describe('a virtual machine', () => {
  it.each([
    { cores: 1, virtual: 0, inside: 0, outside: 2, rates: [0.5, 0] },
    { cores: 2, virtual: 0, inside: 0, outside: 3, rates: [2 / 3, 0] },
    { cores: 1, virtual: 1, inside: 2, outside: 1, rates: [0.5, 0.25] },
    { cores: 2, virtual: 2, inside: 3, outside: 1, rates: [2 / 3, 4 / 9] },
    { cores: 2, virtual: 2, inside: 3, outside: 2, rates: [0.5, 1 / 3] },
    { cores: 8, virtual: 2, inside: 3, outside: 1, rates: [1, 2 / 3] },
  ])('counts as its virtual cores or its tasks, whichever are fewer (D38): %o', (given) => {
    const { cpu } = world({ cores: given.cores })
    const outside = Array.from({ length: given.outside }, () => cpu.start(1))
    if (given.virtual > 0) {
      const machine = new VirtualCpu(cpu, { name: 'vm', cores: given.virtual })
      const inside = Array.from({ length: given.inside }, () => machine.start(1))
      for (const task of inside) expect(cpu.fluid.rate(task)).toBeCloseTo(given.rates[1]!, 12)
    }
    for (const task of outside) expect(cpu.fluid.rate(task)).toBeCloseTo(given.rates[0]!, 12)
  })

  it('shares its part out anew when a task ends, is given up, or the speed changes', () => {
    const { sim, cpu } = world()
    const machine = new VirtualCpu(cpu, { name: 'vm', cores: 1 })
    const ends: number[] = []
    function* task(work: number): ProcessBody {
      yield* machine.execute(work)
      ends.push(sim.now)
    }
    sim.spawn(task(1))
    sim.spawn(task(3))
    const given = sim.spawn(task(9))
    sim.schedule(3, () => given.cancel())
    sim.schedule(4, () => cpu.setSpeed(2))
    sim.run()
    // A third each until 3, then the second alone: 1 of its 3 done by 3, 2 by 4, the last at double speed.
    expect(ends).toEqual([3, 4.5].map((time) => expect.closeTo(time, 12)))
  })
})
