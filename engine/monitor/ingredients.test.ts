import { describe, expect, it } from 'vitest'
import { Simulation, type Ingredient, type ProcessBody } from '../index.ts'

interface Variant {
  name?: string
  idle?: boolean
  extraDraw?: boolean
  response?: number
  stretch?: number
}

/** Three sleeps of one process, with changes that each touch one ingredient alone. */
function fingerprint(ingredients: boolean | readonly Ingredient[], variant: Variant = {}): string {
  const { name = 'sleeper', idle = false, extraDraw = false, response = 1, stretch = 1 } = variant
  const sim = new Simulation({ seed: 's', fingerprint: ingredients })
  const stream = sim.stream('sleep')
  function* sleeper(): ProcessBody {
    for (let i = 0; i < 3; i++) yield* sim.delay(stream.uniform01() * stretch)
  }
  // Scheduled and taken back: the events after it have another place in the order of scheduling.
  if (idle) sim.cancel(sim.schedule(0, () => undefined))
  if (extraDraw) sim.stream('other').uniform01()
  sim.spawn(sleeper(), name)
  sim.run()
  sim.addResponses({ response, missing: null })
  return sim.fingerprint
}

const changes: Record<Ingredient, Variant> = {
  time: { stretch: 1 + Number.EPSILON },
  order: { idle: true },
  label: { name: 'dreamer' },
  draws: { extraDraw: true },
  responses: { response: 2 },
}
const all = Object.keys(changes) as Ingredient[]

describe('the ingredients of a fingerprint', () => {
  it.each(all)('make it change with what they stand for, and with nothing else: %s', (ingredient) => {
    const before = fingerprint([ingredient])
    for (const other of all) {
      // Where times are scaled, draws and labels stay.
      const after = fingerprint([ingredient], changes[other])
      expect([other, after === before]).toEqual([other, other !== ingredient])
    }
  })

  it('are time and order unless said otherwise', () => {
    expect(fingerprint(true)).toBe(fingerprint(['time', 'order']))
    expect(fingerprint(true)).toBe(fingerprint(['order', 'time']))
    expect(fingerprint(false)).toBe('')
  })

  it('each add to the others', () => {
    const base = fingerprint(all)
    for (const ingredient of all) expect(fingerprint(all, changes[ingredient])).not.toBe(base)
    expect(new Set([base, ...all.map((one) => fingerprint(all.filter((other) => other !== one)))]).size).toBe(6)
  })
})
