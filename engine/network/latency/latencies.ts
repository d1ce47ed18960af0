import { transitStubClasses } from './classes.ts'
import { constant, lognormal, perMessage, uniform } from './drawn.ts'
import { matrix } from './matrix.ts'
import { coordinates } from './placed.ts'

/**
 * Latency models for networks too large to have their links simulated, by name.
 *
 * @example
 * const latency = latencies.coordinates(placesInSquare(1_000_000, 100, sim.stream('places')), { secondsPerUnit: 0.001 })
 * const network = new LatencyNetwork(sim, { hosts: 1_000_000, latency, upload: 10e6, download: 100e6 })
 */
export const latencies = { constant, uniform, lognormal, perMessage, coordinates, transitStubClasses, matrix } as const
