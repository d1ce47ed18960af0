import { type ChurnFault, type Fault, type Law, math } from '../../../engine/index.ts'

/** What the formulas need; units as in the model. */
export interface Hosts {
  readonly hosts: number
  readonly faults: readonly Fault[]
  readonly intensity: number
  readonly quorum: number
}

/**
 * Fraction of time that a host is up in the long run, E[up] / (E[up] + E[down]), where the intensity divides E[up].
 * Undefined unless hosts go down by churn of all of them, for ever, and by nothing else.
 * @source Barlow and Proschan, Mathematical Theory of Reliability (1965), ch. 3: only the means of the laws matter
 */
export function availability(p: Hosts): number | undefined {
  const [up, down] = sessions(p) ?? []
  if (up === undefined) return undefined
  return up === Infinity ? 1 : up / (up + down!)
}

/** Crashes of a host per second: one for each session. */
export function crashRate(p: Hosts): number | undefined {
  const [up, down] = sessions(p) ?? []
  if (up === undefined) return undefined
  return up === Infinity ? 0 : 1 / (up + down!)
}

/**
 * Fraction of messages that arrive: sender and receiver are up independently of each other, A^2, and the message
 * escapes all losses. Constant times would keep the hosts in step, so at least one of the two has to be random.
 */
export function delivered(p: Hosts): number | undefined {
  const up = availability(p)
  if (up === undefined || !areIndependent(p)) return undefined
  let escape = 1
  for (const fault of p.faults) {
    if (fault.kind === 'churn' || fault.kind === 'delay') continue
    const always = fault.kind === 'loss' && (fault.at ?? 0) === 0 && (fault.for ?? Infinity) === Infinity
    if (!always || fault.hosts !== undefined || fault.from !== undefined || fault.to !== undefined) return undefined
    if (p.intensity > 0) escape *= 1 - fault.probability
  }
  return up * up * escape
}

/** Fraction of time that at least k of n independent hosts are up: the upper tail of a binomial law. */
export function quorumAvailability(p: Hosts): number | undefined {
  const up = availability(p)
  if (up === undefined || !areIndependent(p)) return undefined
  let sum = 0
  for (let k = p.quorum; k <= p.hosts; k++) sum += binomial(p.hosts, k) * power(up, k) * power(1 - up, p.hosts - k)
  return Math.min(1, sum)
}

/** Mean times up and down of a host, s; undefined where they do not follow from the faults. */
function sessions({ faults, intensity }: Hosts): [up: number, down: number] | undefined {
  const takesDown = faults.filter(({ kind }) => kind === 'churn' || kind === 'crash' || kind === 'trace')
  if (intensity === 0 || takesDown.length === 0) return [Infinity, 0]
  const [churn] = takesDown
  if (takesDown.length > 1 || churn?.kind !== 'churn') return undefined
  if (churn.hosts !== 'all' || (churn.for ?? Infinity) < Infinity) return undefined
  const [up, down] = [mean(churn.up) / intensity, mean(churn.down)]
  return up < Infinity && down < Infinity ? [up, down] : undefined
}

function areIndependent({ faults, intensity }: Hosts): boolean {
  const churn = faults.find((fault): fault is ChurnFault => fault.kind === 'churn')
  return churn === undefined || intensity === 0 || isRandom(churn.up) || isRandom(churn.down)
}

function mean(duration: number | Law): number {
  return typeof duration === 'number' ? duration : duration.mean
}

function isRandom(duration: number | Law): boolean {
  return typeof duration !== 'number' && duration.variance > 0
}

/** n over k as a number; up to 200 over 100 it is far from overflow. */
function binomial(n: number, k: number): number {
  let value = 1
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i
  return value
}

/** With 0^0 = 1, as the binomial law has it. */
function power(base: number, exponent: number): number {
  return exponent === 0 ? 1 : math.pow(base, exponent)
}
