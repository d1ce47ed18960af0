import { math } from '../../../engine/index.ts'

/**
 * What decides the fate of a call when every time-out is longer than request, execution and reply take: then a request
 * is repeated only if it or its reply was lost, and attempts succeed or fail independently.
 */
export interface Losses {
  /** Probability that a request is lost, p, in [0, 1]. */
  readonly requestLoss: number
  /** Probability that a reply is lost, q, in [0, 1]. */
  readonly replyLoss: number
  /** Requests per call before the client gives up, R >= 1; Infinity: never. */
  readonly attempts: number
}

/** Probability that an attempt brings a reply, s = (1 - p)(1 - q). */
export function attemptSuccess({ requestLoss: p, replyLoss: q }: Losses): number {
  return (1 - p) * (1 - q)
}

/** Probability that an attempt brings no reply, f = 1 - s, without the cancellation of that subtraction. */
export function attemptFailure({ requestLoss: p, replyLoss: q }: Losses): number {
  return p + q - p * q
}

/**
 * Requests sent per call, (1 - f^R) / s: a geometric number cut off at R. Infinite if nothing ever arrives and R is.
 * @source Mean of the truncated geometric law; Feller, An Introduction to Probability Theory, vol. 1 (1968), VI.8.
 */
export function transmissions(losses: Losses): number {
  const s = attemptSuccess(losses)
  return s === 0 ? losses.attempts : success(losses) / s
}

/** Probability that a call brings a reply, 1 - f^R. */
export function success(losses: Losses): number {
  return 1 - toPower(attemptFailure(losses), losses.attempts)
}

/** Probability that a call is executed at all, 1 - p^R. */
export function executed({ requestLoss: p, attempts }: Losses): number {
  return 1 - toPower(p, attempts)
}

/**
 * Probability that the client sees an error although the call was executed, f^R - p^R: all attempts failed, but not all
 * for want of the request.
 */
export function errorExecuted(losses: Losses): number {
  return toPower(attemptFailure(losses), losses.attempts) - toPower(losses.requestLoss, losses.attempts)
}

/** Requests that reach the server per call, (1 - p)(1 - f^R) / s; each is answered by one reply. */
export function arrivals(losses: Losses): number {
  return losses.requestLoss === 1 ? 0 : (1 - losses.requestLoss) * transmissions(losses)
}

/**
 * Executions per call of a server that does not recognise duplicates: one per request that arrives, without limit on
 * attempts 1 / (1 - q), whatever the loss of requests.
 */
export const executionsWithoutTable = arrivals

/**
 * Probability that a server which does not recognise duplicates executes a call more than once. The first request that
 * arrives is answered in vain with probability q; then another arrives unless the attempts run out before:
 * q (1 - p^R - R (1 - p) p^(R-1)), which is q without limit on attempts.
 */
export function repeatedWithoutTable({ requestLoss: p, replyLoss: q, attempts }: Losses): number {
  if (attempts === Infinity) return q
  return q * (1 - toPower(p, attempts) - attempts * (1 - p) * toPower(p, attempts - 1))
}

/**
 * Executions per call of a server that forgets a call some time after its execution, for attempts at known times.
 * With X(k) for the executions from attempt k on when the server does not know the call, and c for the first attempt
 * after it has forgotten an execution at attempt k: X(k) = (1 - p) (1 + q f^(c-k-1) X(c)) + p X(k + 1).
 * For equal gaps, and no limit on attempts, this is `executionsRemembering`.
 * @param times times of the attempts after the first, s, ascending, the first 0; for unlimited attempts, so many that the
 *   rest does not matter.
 * @param memory time from the arrival of a request that is executed to the end of its record, s.
 * @returns NaN when an attempt falls together with the end of a record, so that rounding decides.
 * @source Renewal argument, given in full above.
 */
export function executionsWithTable(losses: Losses, times: readonly number[], memory: number): number {
  const { requestLoss: p, replyLoss: q } = losses
  const failure = attemptFailure(losses)
  const from = new Float64Array(times.length + 1)
  let forgotten = times.length
  for (let k = times.length - 1; k >= 0; k--) {
    const end = times[k]! + memory
    while (forgotten > k + 1 && times[forgotten - 1]! > end) forgotten--
    for (const near of [forgotten - 1, forgotten]) {
      if (near > k && near < times.length && Math.abs(times[near]! - end) <= 1e-9 * end) return NaN
    }
    from[k] = (1 - p) * (1 + q * toPower(failure, forgotten - k - 1) * from[forgotten]!) + p * from[k + 1]!
  }
  return from[0]!
}

/**
 * Mean time that a call spends in pauses B, B b, B b^2, ... when attempts have no limit, B f / (1 - b f), s; Infinity
 * when b f >= 1, that is when pauses grow faster than calls end.
 * @param base B, s.
 * @param factor b >= 1.
 * @source The k-th pause is reached with probability f^k: a geometric series.
 */
export function unlimitedRetryWait(losses: Losses, base: number, factor: number): number {
  const failure = attemptFailure(losses)
  return factor * failure < 1 ? (base * failure) / (1 - factor * failure) : Infinity
}

/**
 * Executions per call when attempts have no limit and the server remembers a call for the next m of them:
 * 1 / (1 - q f^m). Without memory that is 1 / (1 - q), with an unlimited one 1.
 * @source Renewal argument: a call is executed again if the reply is lost and then m attempts bring no reply; losses of
 *   requests after that only delay it.
 */
export function executionsRemembering(losses: Losses, remembered: number): number {
  return 1 / (1 - losses.replyLoss * toPower(attemptFailure(losses), remembered))
}

/**
 * Mean time that a call spends in back-off: the k-th pause, k = 1, 2, ... is reached with probability f^k.
 * Without limit on attempts and with pauses B b^(k-1) it is `unlimitedRetryWait`.
 * @param pauses mean of each pause, s, the first first.
 */
export function retryWait(losses: Losses, pauses: readonly number[]): number {
  const failure = attemptFailure(losses)
  let reached = 1
  let sum = 0
  for (const pause of pauses) {
    reached *= failure
    sum += reached * pause
  }
  return sum
}

/**
 * Mean time from the call to the sending of the request that is answered, of the calls that succeed, s.
 * @param times mean time of each attempt after the first, s, the first 0.
 */
export function meanDelayOfSuccess(losses: Losses, times: readonly number[]): number {
  const failure = attemptFailure(losses)
  let reached = 1
  let sum = 0
  let weights = 0
  for (const time of times) {
    sum += reached * time
    weights += reached
    reached *= failure
  }
  return sum / weights
}

/**
 * Mean part of the latency of successful calls that the execution takes, per unit of execution time, for a server that
 * recognises duplicates: the answer is at once unless it is the first request that arrived, s p^k of the calls at
 * attempt k + 1: (1 - q) (1 - p^R) / (1 - f^R).
 */
export function freshAnswers(losses: Losses): number {
  return ((1 - losses.replyLoss) * executed(losses)) / success(losses)
}

/**
 * Mean time from the first request that arrives to the request whose reply arrives, s, when attempts have no limit. The
 * gap after attempt j + m separates the two if the first arrival is at attempt j (probability p^j (1 - p)) and that and
 * the next m attempts bring no reply (q f^m).
 * @param gaps mean gap after each attempt, s, so many that the rest does not matter.
 */
export function meanTimeToAnswer(losses: Losses, gaps: readonly number[]): number {
  const { requestLoss: p, replyLoss: q } = losses
  const failure = attemptFailure(losses)
  let sum = 0
  // u(k) = sum over j <= k of p^j (1 - p) q f^(k-j), built up term by term.
  let firstAt = (1 - p) * q
  let weight = 0
  for (const gap of gaps) {
    weight = weight * failure + firstAt
    firstAt *= p
    sum += weight * gap
  }
  return sum
}

/** x^n for x in [0, 1] and n >= 0, Infinity included; 1^Infinity is 1 here: what never succeeds never does. */
function toPower(x: number, n: number): number {
  return x === 1 || n === 0 ? 1 : math.pow(x, n)
}
