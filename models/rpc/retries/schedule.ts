import { math } from '../../../engine/index.ts'
import { type Settings, attemptLimit, layerOf, limit } from './parameters.ts'
import { type Losses, attemptFailure } from './theory.ts'

/** When the requests of a call that stays unanswered are sent. */
export interface Schedule {
  /** Time-out of each attempt, s. */
  readonly timeouts: readonly number[]
  /** Mean of the back-off after each attempt but the last, s; NaN where it is not known in closed form. */
  readonly pauses: readonly number[]
  /** Longest possible back-off after each attempt but the last, s. */
  readonly longestPauses: readonly number[]
}

/** Attempts that are still reached with this probability, times the growth of the gaps, are not worth summing. */
const negligible = 1e-15
const manyAttempts = 2000

/** Losses and attempt limit of a model run. */
export function lossesOf(p: Settings): Losses {
  return { requestLoss: p.requestLoss, replyLoss: p.replyLoss, attempts: attemptLimit(p) }
}

/**
 * The schedule over as many attempts as matter. Undefined when gaps grow so fast, without limit on attempts, that the
 * duration of a call has no variance, or not even a mean: no finite run would show the mean. Undefined too when very many
 * attempts matter.
 */
export function scheduleOf(p: Settings): Schedule | undefined {
  const losses = lossesOf(p)
  const failure = attemptFailure(losses)
  const growing = growth(p)
  const lasting = losses.attempts === Infinity && growing * growing * failure >= 1
  const count = Math.min(losses.attempts, attemptsThatMatter(failure * growing))
  if (lasting || count > manyAttempts) return undefined
  const timeouts: number[] = []
  const pauses: number[] = []
  const longestPauses: number[] = []
  let timeout = p.timeout
  const states: (Pause | undefined)[] = []
  for (let k = 0; k < count; k++) {
    timeouts.push(timeout)
    // Each layer begins anew what the one below has given up.
    const layer = layerOf(k + 1, p.attempts)
    timeout = layer > 0 ? p.timeout : Math.min(limit(p.timeoutCap), timeout * p.timeoutFactor)
    if (k === count - 1) break
    const previous = states[layer]
    const state = previous === undefined ? firstPause(p) : nextPause(p, previous)
    states.fill(undefined, 0, layer)
    states[layer] = state
    pauses.push(state.mean)
    longestPauses.push(state.longest)
  }
  return { timeouts, pauses, longestPauses }
}

/** Running totals: the time of each attempt after the first, s, the first 0. */
export function timesOf(timeouts: readonly number[], pauses: readonly number[]): number[] {
  let time = 0
  return [0, ...pauses.map((pause, k) => (time += timeouts[k]! + pause))]
}

/** Whether the gaps between attempts are the same for every call. */
export function isDeterministic(p: Settings): boolean {
  return p.jitter === 'none' || p.backoff === 'none' || p.backoffBase === 0
}

function attemptsThatMatter(ratio: number): number {
  if (ratio === 0) return 1
  return ratio < 1 ? 1 + Math.ceil(math.ln(negligible) / math.ln(ratio)) : Infinity
}

/** Factor by which the gaps grow in the long run. */
function growth(p: Settings): number {
  const timeouts = p.timeoutCap > 0 ? 1 : p.timeoutFactor
  if (p.backoffCap > 0 || p.backoff === 'none' || p.backoffBase === 0) return timeouts
  // The mean of a uniform law on [B, 3w] is (B + 3w) / 2.
  if (p.jitter === 'decorrelated') return Math.max(timeouts, 1.5)
  return Math.max(timeouts, p.backoff === 'exponential' ? p.backoffFactor : 1)
}

interface Pause {
  /** Before jitter, s. */
  readonly full: number
  readonly mean: number
  readonly longest: number
}

function firstPause(p: Settings): Pause {
  if (p.backoff === 'none') return { full: 0, mean: 0, longest: 0 }
  return p.jitter === 'decorrelated' ? decorrelated(p, p.backoffBase, p.backoffBase) : jittered(p, p.backoffBase)
}

function nextPause(p: Settings, { full, mean, longest }: Pause): Pause {
  if (p.backoff === 'none') return { full: 0, mean: 0, longest: 0 }
  if (p.jitter === 'decorrelated') return decorrelated(p, mean, longest)
  return jittered(p, p.backoff === 'exponential' ? Math.min(limit(p.backoffCap), full * p.backoffFactor) : full)
}

function jittered({ jitter }: Settings, full: number): Pause {
  const share = jitter === 'full' ? 0.5 : jitter === 'equal' ? 0.75 : 1
  return { full, mean: share * full, longest: full }
}

/** A pause that may be cut off by the cap has no simple mean. */
function decorrelated(p: Settings, mean: number, longest: number): Pause {
  const next = 3 * longest
  const cap = limit(p.backoffCap)
  return { full: 0, mean: next <= cap ? (p.backoffBase + 3 * mean) / 2 : NaN, longest: Math.min(cap, next) }
}
