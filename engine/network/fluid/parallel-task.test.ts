import { describe, expect, it } from 'vitest'
import type { ProcessBody } from '../../process/waitable.ts'
import { Simulation } from '../../simulation.ts'
import { BottleneckFair } from './bottleneck-fair.ts'
import { Cpu } from './cpu.ts'
import { Fluid } from './fluid.ts'
import { FluidNetwork } from './fluid-network.ts'
import { MaxMin } from './max-min.ts'
import { ParallelTask } from './parallel-task.ts'

/** Hosts of a star by their access links, the switch between any two of them a fat pipe. */
function star(hosts: number): {
  sim: Simulation
  fluid: Fluid
  network: FluidNetwork
  route: (a: number, b: number) => number[]
} {
  const sim = new Simulation({ seed: 'parallel' })
  const fluid = new Fluid(sim, { check: true })
  const network = new FluidNetwork(sim, { fluid })
  for (let i = 0; i < hosts; i++) network.addLink({ bandwidth: 8, latency: 0.5 })
  const core = network.addLink({ bandwidth: 16, latency: 1, policy: 'fatpipe' })
  return { sim, fluid, network, route: (a, b) => [a, core, b] }
}

describe('a parallel task', () => {
  const alone = (add: (task: ParallelTask, world: ReturnType<typeof star>) => void, times = 1): number => {
    const world = star(4)
    for (let i = 0; i < times; i++) {
      const task = new ParallelTask(world.fluid)
      add(task, world)
      task.start()
    }
    world.sim.run()
    return world.sim.now
  }

  it.each<[string, number, number]>([
    ['over one link', 1, 1.5],
    ['two over one link', 2, 2.5],
  ])('pays the latency, then shares (D39): %s', (_, times, expected) => {
    expect(alone((task, { network }) => task.transfer(network, [0], 1), times)).toBe(expected)
  })

  it.each<[string, number, number]>([
    ['one', 1, 3],
    ['two the same way', 2, 4],
  ])('goes over the switch (D39): %s', (_, times, expected) => {
    expect(alone((task, { network, route }) => task.transfer(network, route(0, 1), 1), times)).toBe(expected)
  })

  it.each([1, 2])('is not shared by an access link that is a fat pipe (D39): %i of them', (times) => {
    const sim = new Simulation({ seed: 'fat' })
    const fluid = new Fluid(sim, { check: true })
    const network = new FluidNetwork(sim, { fluid })
    const pipe = network.addLink({ bandwidth: 8, latency: 0.5, policy: 'fatpipe' })
    for (let i = 0; i < times; i++) new ParallelTask(fluid).transfer(network, [pipe], 1).start()
    sim.run()
    expect(sim.now).toBe(1.5)
  })

  it('of two disjoint pairs takes as long as one, of opposite ways shares the link (D39)', () => {
    expect(
      alone((task, { network, route }) => task.transfer(network, route(0, 1), 1).transfer(network, route(2, 3), 1)),
    ).toBe(3)
    expect(
      alone((task, { network, route }) => task.transfer(network, route(0, 1), 1).transfer(network, route(1, 0), 1)),
    ).toBe(4)
  })

  it('scatters, and exchanges all to all (D40)', () => {
    const scatter = alone((task, { network, route }) => {
      for (const [to, bytes] of [1, 2, 3].entries()) task.transfer(network, route(0, to + 1), bytes)
    })
    const exchange = alone((task, { network, route }) => {
      for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) if (a !== b) task.transfer(network, route(a, b), 1)
    })
    expect([scatter, exchange]).toEqual([8, 8])
  })

  it('ends as a whole, small parts with the large (D41)', () => {
    const sim = new Simulation({ seed: 'whole' })
    const fluid = new Fluid(sim, { check: true })
    const network = new FluidNetwork(sim, { fluid })
    network.addLink({ bandwidth: 1e9, latency: 1e-4 })
    new ParallelTask(fluid).transfer(network, [0], 1e8).transfer(network, [0], 1).start()
    sim.run()
    expect(sim.now).toBeCloseTo(0.8001, 7)
  })

  it('computes while something is sent (D42)', () => {
    const { sim, fluid, network } = star(1)
    const cpu = new Cpu(sim, { name: 'receiver', speed: 1, fluid })
    function* body(): ProcessBody {
      yield* sim.allOf(
        new ParallelTask(fluid).transfer(network, [0], 1).run(),
        new ParallelTask(fluid).compute(cpu, 2).run(),
      )
    }
    sim.spawn(body())
    sim.run()
    expect(sim.now).toBe(2)
  })

  it('computes in step on one host or two (D42)', () => {
    const sim = new Simulation({ seed: 'hosts' })
    const fluid = new Fluid(sim, { check: true })
    const [slow, fast] = [1, 2].map((speed) => new Cpu(sim, { name: `speed ${speed}`, speed, fluid }))
    const ends: number[] = []
    function* body(): ProcessBody {
      yield* new ParallelTask(fluid).compute(slow!, 1).compute(slow!, 1).run()
      ends.push(sim.now)
      yield* new ParallelTask(fluid).compute(slow!, 1).compute(fast!, 1).run()
      ends.push(sim.now)
    }
    sim.spawn(body())
    sim.run()
    expect(ends).toEqual([2, 3])
  })

  it.each([
    ['max-min', false, 2.5],
    ['max-min', true, 4],
    ['bottleneck', false, 2.5],
    ['bottleneck', true, 3.5],
  ])(
    'shares with others as a whole, or by its parts if fairness goes by them (D43): %s, noise %s',
    (name, noise, expected) => {
      const sim = new Simulation({ seed: 'parts' })
      const fluid = new Fluid(sim, { check: true, solver: name === 'max-min' ? new MaxMin() : new BottleneckFair() })
      const network = new FluidNetwork(sim, { fluid })
      network.addLink({ bandwidth: 8, latency: 1 })
      let end = NaN
      new ParallelTask(fluid)
        .transfer(network, [0], 1)
        .transfer(network, [0], 0.5)
        .start(() => (end = sim.now))
      if (noise) new ParallelTask(fluid).transfer(network, [0], 10).start()
      sim.run()
      expect(end).toBeCloseTo(expected, 12)
    },
  )

  it('is no flow to the rules of the network whose link it uses', () => {
    const sim = new Simulation({ seed: 'rules' })
    const fluid = new Fluid(sim, { check: true })
    const network = new FluidNetwork(sim, { fluid, preset: 'tcp-lv08' })
    network.addLink({ bandwidth: 8, latency: 0.01 })
    // The task has the place of the flow that is gone, and keeps its share when latencies change.
    network.cancel(network.start([0], 1))
    const [task, noise] = [1, 1].map(() => new ParallelTask(fluid).transfer(network, [0], 1).start())
    sim.run(0.5)
    network.setLatency(0, 5)
    expect(fluid.rate(task!)).toBe(0.5)
    expect(fluid.rate(noise!)).toBe(0.5)
  })

  it('refuses no parts, parts of nothing, and parts of other models', () => {
    const { sim, fluid, network } = star(1)
    expect(() => new ParallelTask(fluid).start()).toThrow('A parallel task has no parts')
    expect(() => new ParallelTask(fluid).transfer(network, [0], 0)).toThrow('of 0 operations or bytes')
    expect(() => new ParallelTask(new Fluid(sim)).transfer(network, [0], 1)).toThrow('spans fluid models')
  })
})
