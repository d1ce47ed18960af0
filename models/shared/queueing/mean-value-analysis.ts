/** A closed product-form network of one class; times in seconds. */
export interface ClosedNetwork {
  /** Customers, an integer >= 1. */
  readonly population: number
  /** Mean time of a cycle spent outside the stations, Z, >= 0. */
  readonly think: number
  /** Mean service of a cycle at each station with a queue, D, >= 0. */
  readonly demands: readonly number[]
}

/** Long-run values of a closed network. */
export interface ClosedEquilibrium {
  /** Cycles per second, X. */
  readonly throughput: number
  /** Mean time of a cycle at the stations, R, s. */
  readonly response: number
  /** Mean number of customers at each station, in the order of the demands. */
  readonly queues: readonly number[]
}

/**
 * Exact mean value analysis.
 * @source Reiser and Lavenberg, JACM 27(2), 1980: a customer who arrives sees the network with one customer less.
 */
export function meanValueAnalysis({ population, think, demands }: ClosedNetwork): ClosedEquilibrium {
  let queues = demands.map(() => 0)
  let throughput = 0
  let response = 0
  for (let n = 1; n <= population; n++) {
    const times = demands.map((demand, i) => demand * (1 + queues[i]!))
    response = times.reduce((sum, time) => sum + time, 0)
    throughput = n / (think + response)
    queues = times.map((time) => throughput * time)
  }
  return { throughput, response, queues }
}

/**
 * Most cycles per second that a closed network can have.
 * @source Asymptotic bounds: Denning and Buzen, Computing Surveys 10(3), 1978: X <= min(N / (D + Z), 1 / Dmax).
 */
export function throughputBound({ population, think, demands }: ClosedNetwork): number {
  const total = demands.reduce((sum, demand) => sum + demand, 0)
  return Math.min(population / (total + think), 1 / Math.max(...demands))
}

/** Number of customers at which the two bounds cross, N* = (D + Z) / Dmax: beyond it somebody must queue. */
export function saturationPoint({ think, demands }: Omit<ClosedNetwork, 'population'>): number {
  return (demands.reduce((sum, demand) => sum + demand, 0) + think) / Math.max(...demands)
}
