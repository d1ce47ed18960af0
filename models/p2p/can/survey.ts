import type { Reality } from './reality.ts'
import { octave } from './theory.ts'

/** What zones are like, over all realities; see the metrics of the model. */
export interface Survey {
  readonly neighbours: number
  readonly peers: number
  readonly shareAtVolume: number
  readonly largestVolume: number
}

/** Counts neighbours, peers and volumes of the zones that are there. */
export function surveyOf(realities: readonly Reality[], countedVolume: number): Survey {
  let [zones, faces, nodes, pairs, counted, largest] = [0, 0, 0, 0, 0, 0]
  for (const { partition, counts, neighbours } of realities) {
    zones += partition.live
    faces += neighbours.length
    let least = Infinity
    for (let zone = 0; zone < partition.zones; zone++) {
      if (!partition.has(zone)) continue
      const depth = partition.depthOf(zone)
      if (octave(depth, partition.live) === countedVolume) counted++
      least = Math.min(least, depth)
      nodes += counts[zone]!
      pairs += counts[zone]! * (counts[zone]! - 1)
    }
    largest = Math.max(largest, partition.live * volumeOf(least))
  }
  return {
    neighbours: (faces / zones) * realities.length,
    peers: pairs / nodes,
    shareAtVolume: counted / zones,
    largestVolume: largest,
  }
}

/** Volume of a zone that was halved so many times. */
function volumeOf(depth: number): number {
  let volume = 1
  for (let left = depth; left > 0; left--) volume /= 2
  return volume
}
