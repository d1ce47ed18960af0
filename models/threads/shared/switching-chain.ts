import { math } from '../../../engine/index.ts'
import { stationary } from '../../shared/queueing/markov-chain.ts'

/** Threads that never lack a request and share one core; computing and blocking take exponential times. Times in seconds. */
export interface SwitchingChain {
  /** Threads, >= 2. */
  readonly threads: number
  /** Mean CPU part, > 0. */
  readonly cpu: number
  /** Mean blocking part, > 0. */
  readonly blocking: number
  /** Cost of a switch, and what each thread left in the run queue adds to it. */
  readonly contextSwitch: number
  readonly crowding: number
  /** Threads in the run queue that add nothing yet, an integer >= 0. */
  readonly tolerated: number
}

/**
 * Bursts per second, and the fraction of time the core is busy with bursts and switches.
 *
 * The run queue that the end of a burst leaves behind is a Markov chain. If it is empty, all threads block, and the next
 * to want the core is the one that just left it, which costs no switch, with probability 1 / threads.
 * @source Embedded chain of the finite-source M/G/1 queue (Takacs, Introduction to the Theory of Queues (1962), chapter
 * 5), with a service that depends on the queue at its start; the throughput is one burst per mean cycle.
 */
export function switchingEquilibrium(p: SwitchingChain): { throughput: number; utilisation: number } {
  const { threads, cpu, blocking, contextSwitch, crowding, tolerated } = p
  const computing = wakeUpsDuringBurst(p)
  const rows: Float64Array[] = []
  const work = new Float64Array(threads)
  for (let left = 0; left < threads; left++) {
    const waiting = Math.max(0, left - 1)
    const blocked = threads - 1 - waiting
    const cost = contextSwitch + crowding * Math.max(0, waiting - tolerated)
    const row = new Float64Array(threads)
    const share = left === 0 ? 1 - 1 / threads : 1
    addWakeUps(row, waiting, share, binomial(blocked, cost / blocking), computing)
    if (share < 1) addWakeUps(row, waiting, 1 - share, binomial(blocked, 0), computing)
    work[left] = share * cost + cpu
    rows.push(row)
  }
  const probabilities = stationary(rows)
  const idle = (probabilities[0]! * blocking) / threads
  const busy = probabilities.reduce((sum, probability, left) => sum + probability * work[left]!, 0)
  return { throughput: 1 / (busy + idle), utilisation: busy / (busy + idle) }
}

/** Adds to `row` the run queue at the end of a burst that begins, after a switch, with `waiting` threads in it. */
function addWakeUps(
  row: Float64Array,
  waiting: number,
  weight: number,
  switching: Float64Array,
  computing: readonly Float64Array[],
): void {
  const blocked = switching.length - 1
  for (let early = 0; early <= blocked; early++) {
    const late = computing[blocked - early]!
    for (let more = 0; more < late.length; more++)
      row[waiting + early + more]! += weight * switching[early]! * late[more]!
  }
}

/** By number of blocked threads: the probability that 0, 1, ... of them wake up during a burst. */
function wakeUpsDuringBurst({ threads, cpu, blocking }: SwitchingChain): Float64Array[] {
  return Array.from({ length: threads }, (_, blocked) => {
    const probabilities = new Float64Array(blocked + 1)
    let running = 1
    for (let awake = 0; awake <= blocked; awake++) {
      const ends = 1 / cpu / (1 / cpu + (blocked - awake) / blocking)
      probabilities[awake] = running * ends
      running *= 1 - ends
    }
    return probabilities
  })
}

/** How many of `blocked` threads wake up within a time of `means` mean blocking times. */
function binomial(blocked: number, means: number): Float64Array {
  const none = new Float64Array(blocked + 1)
  none[0] = 1
  if (means === 0) return none
  const success = math.ln(-math.expm1(-means))
  return none.map((_, k) => {
    const ways = math.gammaln(blocked + 1) - math.gammaln(k + 1) - math.gammaln(blocked - k + 1)
    return math.exp(ways + k * success - (blocked - k) * means)
  })
}
