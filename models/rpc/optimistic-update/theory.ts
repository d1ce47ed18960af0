import { type Law, math } from '../../../engine/index.ts'

/** The parameters that matter here, as `build` receives them. */
interface Settings {
  readonly clients: number
  readonly delay: Law
  readonly backoff: 'none' | 'exponential'
  readonly backoffBase: number
  readonly backoffFactor: number
  readonly backoffCap: number
  readonly jitter: string
}

/**
 * Updates asked for when nothing is random: all clients stay in step, and in each round one of them succeeds:
 * N (N + 1) / 2. Undefined with random delays or pauses.
 */
export function callsInStep(p: Settings): number | undefined {
  return isInStep(p) ? (p.clients * (p.clients + 1)) / 2 : undefined
}

/** Time until the last is done when all stay in step: four messages a round, and a pause before each but the first, s. */
export function completionInStep(p: Settings): number | undefined {
  if (!isInStep(p)) return undefined
  let time = 4 * Math.abs(p.delay.mean) * p.clients
  if (p.backoff === 'none') return time
  for (let failure = 1; failure < p.clients; failure++) {
    time += Math.min(p.backoffCap, p.backoffBase * math.pow(p.backoffFactor, failure))
  }
  return time
}

function isInStep({ delay, backoff, jitter }: Settings): boolean {
  return delay.variance === 0 && (backoff === 'none' || jitter === 'none')
}
