import type { Simulation } from '../../../engine/index.ts'
import type { Call } from './call.ts'
import { type Settings, limit } from './parameters.ts'

type BackoffSettings = Pick<Settings, 'backoff' | 'backoffBase' | 'backoffFactor' | 'backoffCap' | 'jitter'>

/**
 * The law of the pauses between a time-out and the next request: returns a function that gives the next pause of a
 * call, in seconds.
 * @source Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015): full, equal and decorrelated jitter.
 */
export function backoffLaw(sim: Simulation, p: BackoffSettings): (call: Call) => number {
  const { backoffBase: base, jitter } = p
  const factor = p.backoff === 'exponential' ? p.backoffFactor : 1
  const cap = limit(p.backoffCap)
  const stream = sim.stream('backoff')
  if (p.backoff === 'none' || base === 0) return () => 0

  if (jitter === 'decorrelated') {
    return (call) => {
      const previous = call.backoff === 0 ? base : call.backoff
      call.backoff = Math.min(cap, stream.uniform(base, 3 * previous))
      return call.backoff
    }
  }
  const grow = (call: Call): number => (call.backoff = call.backoff === 0 ? base : Math.min(cap, call.backoff * factor))
  if (jitter === 'none') return grow
  const certain = jitter === 'equal' ? 0.5 : 0
  return (call) => {
    const full = grow(call)
    return stream.uniform(certain * full, full)
  }
}
