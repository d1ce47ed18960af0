import { terminalThroughput } from '../../shared/queueing/terminals.ts'

/**
 * Cycles per second of `threads` threads that alternate between computing (mean `cpu`, any law, `cores` cores shared
 * equally) and blocking (mean `blocking`, any law): what a pool delivers when it never runs out of requests.
 * @source Machine repair: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; for any law under processor sharing:
 * Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975.
 */
export function cycleThroughput(threads: number, cpu: number, blocking: number, cores: number): number {
  if (cpu === 0) return threads / blocking
  return terminalThroughput({ population: threads, delay: blocking, service: cpu, servers: cores })
}
