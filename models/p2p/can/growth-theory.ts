import { math } from '../../../engine/index.ts'

/*
 * Zones and neighbours of a CAN that grows by uniform joins, exactly in expectation.
 *
 * A zone that was halved a times is met by the next join with probability 2^-a, whatever happened elsewhere. So the expected
 * number of zones by depth obeys a linear recurrence. The same holds for the faces between zones: let F(a, b) count the
 * faces across dimension j with a zone of depth a below and one of depth b above. When the join halves the zone below,
 *   along j: only the half at the face keeps it;
 *   along another dimension i = a mod d: when b > a the zone above is narrower in i, and one half keeps it; otherwise the
 *     zone above is at least as wide, and both halves do.
 * Every halving also makes one new face, and the first in its dimension a second one, round the torus. Two zones that are
 * halves of the circle share both, but are neighbours once.
 *
 * Up to `exactZones` zones the recurrence is stepped join by join; beyond, as a differential equation in the number of
 * zones, in relative steps (the difference is O(1 / zones)). Zones that are there with a probability below e^-30 are left out.
 */

/** What a CAN looks like after uniform joins. */
export interface Growth {
  /** zones[a]: expected number of zones that were halved a times. */
  readonly zones: Float64Array
  /** Mean number of neighbours of a zone. */
  readonly neighbours: number
}

const exactZones = 1024
const relativeStep = 0.02
/** Halvings beyond the mean that a zone is not expected to see: their probability falls as 2^(-k^2 / 2). */
const spareDepths = 10
/** Enough for 2^23 zones. */
const depths = 34
/** A zone that has expected half as many joins is not there any more; one that expects more would need shorter steps. */
const surelyHit = 60

const known = new Map<string, Growth>()
/** States at `exactZones` zones, by dimensions: all larger networks go on from there. */
const starts = new Map<number, Float64Array>()

/**
 * Expected zones by depth, and mean number of neighbours, of a CAN of `nodes` nodes that joined at uniform points.
 * @param nodes an integer from 1 to 2^23
 * @param dimensions an integer >= 1
 * @source derived here (comment at the top of the file)
 */
export function growth(nodes: number, dimensions: number): Growth {
  const key = `${nodes}/${dimensions}`
  let result = known.get(key)
  if (result === undefined) {
    result = grow(nodes, dimensions)
    known.set(key, result)
  }
  return result
}

function grow(nodes: number, dimensions: number): Growth {
  const system = new Faces(dimensions)
  const start = nodes < exactZones ? undefined : starts.get(dimensions)
  let zones = 1
  if (start !== undefined) {
    system.state.set(start)
    zones = exactZones
  }
  for (; zones < Math.min(nodes, exactZones); zones++) system.add(1, system.change(zones, system.state), system.state)
  if (zones === exactZones) starts.set(dimensions, system.state.slice())
  while (zones < nodes) {
    const step = Math.min(nodes - zones, relativeStep * zones)
    system.advance(zones, step)
    zones += step
  }
  return system.read(nodes)
}

/** The linear system: expected zones by depth, then inner and outer (round the torus) faces by dimension and depths. */
class Faces {
  state: Float64Array<ArrayBuffer>
  private readonly dimensions: number
  private readonly rate: Float64Array

  constructor(dimensions: number) {
    this.dimensions = dimensions
    this.state = new Float64Array(depths + 2 * dimensions * depths * depths)
    this.state[0] = 1
    this.rate = Float64Array.from({ length: depths }, (_, depth) => math.pow(2, -depth))
  }

  /** Expected change of a state by one join. */
  change(zones: number, state: Float64Array): Float64Array {
    const { dimensions, rate } = this
    const change = new Float64Array(state.length)
    const first = Math.max(0, Math.ceil(math.log2(zones / surelyHit)))
    const last = Math.min(depths - 2, Math.ceil(math.log2(zones)) + spareDepths)
    for (let a = first; a <= last; a++) {
      const hits = rate[a]! * state[a]!
      change[a]! -= hits
      change[a + 1]! += 2 * hits
      const j = a % dimensions
      change[this.face(j, 0, a + 1, a + 1)]! += hits
      if (a < dimensions) change[this.face(j, 1, a + 1, a + 1)]! += hits
    }
    for (let j = 0; j < dimensions; j++) {
      for (let outer = 0; outer < 2; outer++) {
        for (let a = first; a <= last; a++) {
          for (let b = first; b <= last; b++) {
            const faces = state[this.face(j, outer, a, b)]!
            if (faces === 0) continue
            const below = rate[a]! * faces
            const above = rate[b]! * faces
            change[this.face(j, outer, a, b)]! -= below + above
            change[this.face(j, outer, a + 1, b)]! += this.kept(j, a, b) * below
            change[this.face(j, outer, a, b + 1)]! += this.kept(j, b, a) * above
          }
        }
      }
    }
    return change
  }

  /** One step of Runge and Kutta. */
  advance(zones: number, step: number): void {
    this.forget(zones)
    const { state } = this
    const k1 = this.change(zones, state)
    const k2 = this.change(zones, this.add(step / 2, k1))
    const k3 = this.change(zones, this.add(step / 2, k2))
    const k4 = this.change(zones, this.add(step, k3))
    for (let i = 0; i < state.length; i++) state[i]! += (step / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!)
  }

  /** The state plus `factor` times a change, into a copy unless told otherwise. */
  add(factor: number, change: Float64Array, sum = this.state.slice()): Float64Array {
    for (let i = 0; i < sum.length; i++) sum[i] = this.state[i]! + factor * change[i]!
    return sum
  }

  read(nodes: number): Growth {
    const { dimensions, state } = this
    let faces = 0
    for (let j = 0; j < dimensions; j++) {
      for (let a = 0; a < depths; a++) {
        for (let b = 0; b < depths; b++) {
          faces += state[this.face(j, 0, a, b)]!
          // Both were halved once in dimension j: the face round the torus joins the same two as the inner one.
          if (Math.max(a, b) > j + dimensions) faces += state[this.face(j, 1, a, b)]!
        }
      }
    }
    return { zones: state.slice(0, depths), neighbours: (2 * faces) / nodes }
  }

  /** Faces that are left of one when the zone of depth `a` on one side is halved. */
  private kept(dimension: number, a: number, b: number): number {
    return a % this.dimensions === dimension || b > a ? 1 : 2
  }

  /** Takes what must have been hit out, so that its fast decay does not limit the step. */
  private forget(zones: number): void {
    const { dimensions, state } = this
    const first = Math.max(0, Math.ceil(math.log2(zones / surelyHit)))
    for (let a = 0; a < first; a++) {
      state[a] = 0
      for (let j = 0; j < dimensions; j++) {
        for (let outer = 0; outer < 2; outer++) {
          for (let b = 0; b < depths; b++) state[this.face(j, outer, a, b)] = state[this.face(j, outer, b, a)] = 0
        }
      }
    }
  }

  private face(dimension: number, outer: number, a: number, b: number): number {
    return depths + ((2 * dimension + outer) * depths + a) * depths + b
  }
}
