import type { RandomStream } from '../../../engine/index.ts'

/** How long to pause between one try and the next. */
export interface BackoffSettings {
  readonly backoff: 'none' | 'fixed' | 'exponential'
  /** First pause, B, s; 0: none. */
  readonly backoffBase: number
  /** Growth of an exponential back-off, b >= 1. */
  readonly backoffFactor: number
  /** Longest pause, s; 0: no limit. */
  readonly backoffCap: number
  readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated'
}

/** Who pauses: the law keeps in it what the last pause was drawn from, s; 0 before the first. */
export interface BackingOff {
  backoff: number
}

/**
 * The law of the pauses between a failure and the next try: returns a function that gives the next pause, in seconds.
 * @source Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015): full, equal and decorrelated jitter.
 */
export function backoffLaw(stream: RandomStream, p: BackoffSettings): (who: BackingOff) => number {
  const { backoffBase: base, jitter } = p
  const factor = p.backoff === 'exponential' ? p.backoffFactor : 1
  const cap = p.backoffCap > 0 ? p.backoffCap : Infinity
  if (p.backoff === 'none' || base === 0) return () => 0

  if (jitter === 'decorrelated') {
    return (who) => {
      const previous = who.backoff === 0 ? base : who.backoff
      who.backoff = Math.min(cap, stream.uniform(base, 3 * previous))
      return who.backoff
    }
  }
  const grow = (who: BackingOff): number =>
    (who.backoff = who.backoff === 0 ? base : Math.min(cap, who.backoff * factor))
  if (jitter === 'none') return grow
  const certain = jitter === 'equal' ? 0.5 : 0
  return (who) => {
    const full = grow(who)
    return stream.uniform(certain * full, full)
  }
}
