import type { RandomStream } from '../../engine/index.ts'

/**
 * Waits of the first customers of an M/M/1 queue that begins empty: the wait of the next is that of this one plus its
 * service less the time to the next arrival, and at least 0.
 * @param interarrival mean, s; `service` mean, s
 * @source Lindley, The theory of queues with a single server, Proc. Cambridge Philosophical Society 48 (1952).
 */
export function firstWaits(
  arrivals: RandomStream,
  services: RandomStream,
  { count, interarrival, service }: { count: number; interarrival: number; service: number },
): number[] {
  let wait = 0
  return Array.from({ length: count }, () => {
    const now = wait
    wait = Math.max(0, wait + services.exponential(service) - arrivals.exponential(interarrival))
    return now
  })
}

/** A stationary first-order autoregressive sequence with mean 0: x <- phi x + normal(0, 1). */
export function autoregression(noise: RandomStream, phi: number, count: number): number[] {
  let x = noise.normal(0, 1 / Math.sqrt(1 - phi * phi))
  return Array.from({ length: count }, () => {
    const now = x
    x = phi * x + noise.normal(0, 1)
    return now
  })
}
