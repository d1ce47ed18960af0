import { describe, expect, it } from 'vitest'
import type { ProcessBody } from '../../process/waitable.ts'
import { Simulation } from '../../simulation.ts'
import { Disk } from './disk.ts'
import { Fluid } from './fluid.ts'

function world(): { sim: Simulation; disk: Disk } {
  const sim = new Simulation({ seed: 'disk' })
  const fluid = new Fluid(sim, { check: true })
  return { sim, disk: new Disk(sim, { name: 'disk', readBandwidth: 1e8, writeBandwidth: 4e7, fluid }) }
}

describe('a disk', () => {
  it('shares its bandwidth by weight, which can change on the way (D34)', () => {
    const { sim, disk } = world()
    const ends: [string, number][] = []
    const note = (name: string) => (): number => ends.push([name, sim.now])
    disk.startWrite(4e6, note('heavy'), undefined, { weight: 2 })
    disk.startWrite(4e6, note('light'))
    sim.schedule(0.2, () => {
      disk.startWrite(4e6, note('low'))
      const privileged = disk.startWrite(4e6, note('privileged'))
      sim.schedule(0.1, () => {
        expect(disk.fluid.remaining(privileged)).toBeCloseTo(2e6, 3)
        disk.fluid.setShare(privileged, 2)
      })
    })
    sim.run()
    expect(ends).toEqual([
      ['heavy', expect.closeTo(0.15, 12)],
      ['light', expect.closeTo(0.2, 12)],
      ['privileged', expect.closeTo(0.375, 12)],
      ['low', expect.closeTo(0.4, 12)],
    ])
  })

  it('reads and writes at different rates (D35)', () => {
    const { sim, disk } = world()
    const spans: number[][] = []
    function* actor(i: number): ProcessBody {
      const own: number[] = []
      spans.push(own)
      let since = sim.now
      const lap = (): void => {
        own.push(sim.now - since)
        since = sim.now
      }
      yield* disk.write(4e6)
      lap()
      yield* sim.delay(i)
      lap()
      yield* disk.write(4e6)
      lap()
      yield* sim.delay(6 - i)
      lap()
      yield* disk.read(4e6)
      lap()
      yield* sim.delay(i)
      lap()
      yield* disk.read(4e6)
      lap()
    }
    for (let i = 1; i <= 5; i++) sim.spawn(actor(i))
    sim.run()
    expect(sim.now).toBeCloseTo(11.84, 9)
    for (const [i, own] of spans.entries()) {
      const expected = [0.5, i + 1, 0.1, 5 - i, 0.2, i + 1, 0.04]
      for (const [lap, span] of expected.entries()) expect(own[lap]).toBeCloseTo(span, 9)
    }
    expect(disk.bytesWritten).toBeCloseTo(40e6, 3)
    expect(disk.bytesRead).toBeCloseTo(40e6, 3)
  })

  it('has one bandwidth for reads and writes together, by default the larger', () => {
    const { sim, disk } = world()
    const ends: number[] = []
    disk.startWrite(4e6, () => ends.push(sim.now))
    disk.startRead(6e6, () => ends.push(sim.now))
    sim.run()
    // The write has its 40 MB/s, the read the other 60 MB/s.
    expect(ends).toEqual([expect.closeTo(0.1, 12), expect.closeTo(0.1, 12)])
    expect(disk.utilisation).toBeCloseTo(1, 9)
  })

  it('fails its transfers when it goes down', () => {
    const { sim, disk } = world()
    const reasons: string[] = []
    disk.startRead(1e9, undefined, (reason) => reasons.push(reason))
    sim.schedule(1, () => disk.fail())
    sim.run()
    disk.repair()
    disk.startRead(1e8)
    sim.run()
    expect([reasons, sim.now]).toEqual([['disk down'], 2])
  })

  it.each<[Partial<ConstructorParameters<typeof Disk>[1]>, string]>([
    [{ readBandwidth: 0 }, 'Disk "disk", readBandwidth = 0'],
    [{ bandwidth: NaN }, 'Disk "disk", bandwidth = NaN'],
    [{ latency: -1 }, 'Disk "disk", latency = -1'],
  ])('refuses bad input: %o', (options, message) => {
    const sim = new Simulation({ seed: 'bad' })
    expect(() => new Disk(sim, { name: 'disk', readBandwidth: 1, writeBandwidth: 1, ...options })).toThrow(message)
  })
})
