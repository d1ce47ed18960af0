import {
  latencies,
  LatencyNetwork,
  placesInSquare,
  Simulation,
  type LatencyNetworkOptions,
} from '../../engine/index.ts'
import type { Workload } from './workload.ts'

/** Messages of one round. */
const MESSAGES = 400_000
const HOSTS = 10_000

/**
 * Hosts in a square, each with one message on its way at all times: who receives one sends one to a host drawn at
 * random. The full size of a million hosts is `npm run bench:latency-network`.
 */
export function overlay(hosts: number, links: Partial<LatencyNetworkOptions>): (messages: number) => number {
  const sim = new Simulation({ seed: 'overlay' })
  const latency = latencies.coordinates(placesInSquare(hosts, 100, sim.stream('places')), { secondsPerUnit: 0.001 })
  const network = new LatencyNetwork(sim, { hosts, latency, ...links })
  const targets = sim.stream('targets')
  let left = Infinity
  // An object a message in place of a closure: it moves from host to host.
  class Walker {
    private at: number
    constructor(at: number) {
      this.at = at
    }
    arrive(): void {
      if (--left === 0) sim.stop()
      const from = this.at
      this.at = Math.floor(targets.uniform01() * hosts)
      network.send(from, this.at, 1000, this)
    }
  }
  for (let host = 0; host < hosts; host++) new Walker(host).arrive()
  return (messages) => {
    left = messages
    sim.run()
    return sim.now
  }
}

function workload(name: string, links: Partial<LatencyNetworkOptions>): Workload {
  return {
    name: `latency-network/${name}/${HOSTS}`,
    unit: 'messages',
    operations: MESSAGES,
    alive: HOSTS,
    prepare() {
      const run = overlay(HOSTS, links)
      return () => run(MESSAGES)
    },
  }
}

export const workloads: readonly Workload[] = [
  workload('latency-only', {}),
  /** Every host with an access link of 10 Mbit/s up and 100 Mbit/s down. */
  workload('access-links', { upload: 10e6, download: 100e6 }),
]
