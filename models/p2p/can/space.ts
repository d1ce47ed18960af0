import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Reality, type RealityParameters } from './reality.ts'

/** What the coordinate spaces depend on; see the parameters of the model. */
export interface SpaceParameters extends RealityParameters {
  readonly realities: number
  readonly placement: 'random' | 'even'
  readonly failedFraction: number
  readonly takenOver: boolean
}

/** The network when the lookups start. */
export interface Space {
  readonly realities: readonly Reality[]
  /** 1 for each node that has failed. */
  readonly failed: Uint8Array
  /** 1 for each node that is down while its neighbours still rely on it. */
  readonly dead: Uint8Array
  /** Share of sampled keys of which no copy was left. */
  readonly lostShare: number
  /** Take-overs that needed a search for siblings, and their requests. */
  readonly searches: number
  readonly requests: number
}

/** Keys by which the share that is lost is estimated. */
const sampledKeys = 10_000

/** Nodes that fail: the nearest whole number to the fraction. */
export function failedNodes({ nodes, failedFraction }: Pick<SpaceParameters, 'nodes' | 'failedFraction'>): number {
  return Math.round(nodes * failedFraction)
}

/** Has everybody join one after the other in each reality, lets nodes fail all at once, and has zones taken over. */
export function populate(sim: Simulation, p: SpaceParameters): Space {
  const points = sim.stream('joins')
  const realities = Array.from({ length: p.realities }, () => joined(p, points))
  const failed = new Uint8Array(p.nodes)
  const failures = failedNodes(p)
  const leaving = failures > 0 ? sim.stream('failures').sampleIndices(p.nodes, failures) : []
  for (const node of leaving) failed[node] = 1
  const lostShare = failures > 0 ? lost(realities, failed, p.dimensions, sim.stream('stored keys')) : 0
  let searches = 0
  let requests = 0
  if (p.takenOver) {
    for (const reality of realities) {
      for (const node of leaving) {
        const asked = reality.leave(node)
        if (asked <= 0) continue
        searches++
        requests += asked
      }
    }
  }
  for (const reality of realities) reality.link()
  const dead = p.takenOver ? new Uint8Array(p.nodes) : failed
  return { realities, failed, dead, lostShare, searches, requests }
}

/** Fills `point` with a uniform point of the space. */
export function drawPoint(point: Float64Array, stream: RandomStream): void {
  for (let i = 0; i < point.length; i++) point[i] = stream.uniform01()
}

function joined(p: SpaceParameters, points: RandomStream): Reality {
  const reality = new Reality(p)
  const point = new Float64Array(p.dimensions)
  // Even: each zone is split once before any is split again.
  let doubled = 1
  for (let node = 1; node < p.nodes; node++) {
    if (node === 2 * doubled) doubled *= 2
    if (p.placement === 'even') reality.joinSplit(node, node - doubled)
    else {
      drawPoint(point, points)
      reality.join(node, point)
    }
  }
  return reality
}

/** A key is lost when everybody who owns its point, in any reality, has failed. */
function lost(realities: readonly Reality[], failed: Uint8Array, dimensions: number, keys: RandomStream): number {
  const point = new Float64Array(dimensions)
  let count = 0
  for (let key = 0; key < sampledKeys; key++) {
    drawPoint(point, keys)
    if (realities.every((reality) => reality.allFailed(reality.partition.zoneOf(point), failed))) count++
  }
  return count / sampledKeys
}
