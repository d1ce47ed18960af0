/**
 * Mean wait of an M/G/1 queue in any order that does not look at service times, s; undefined when it is overloaded or
 * the variance infinite.
 * @param rate of the Poisson arrivals, 1/s
 * @param mean of the service, s
 * @param variance of the service, s^2
 * @source Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113.
 */
export function pollaczekKhinchine(rate: number, mean: number, variance: number): number | undefined {
  const load = rate * mean
  if (load >= 1 || !Number.isFinite(variance)) return undefined
  return (rate * (variance + mean * mean)) / (2 * (1 - load))
}
