import type { Law } from '../../../engine/index.ts'

/**
 * What is wrong with laws that stand for times, as a sentence, or undefined: none may be negative or without a mean.
 * @param durations the laws by the name of their parameter
 */
export function durationProblem(durations: Readonly<Record<string, Law>>): string | undefined {
  for (const [name, { mean, name: family }] of Object.entries(durations)) {
    if (mean < 0 || family === 'normal')
      return `${name} can be negative, and a duration can not: use lognormal or gamma, for instance.`
    if (mean === Infinity) return `${name} has no finite mean: there is no long run to observe.`
  }
  return undefined
}

/** Whether a law always gives this value. */
export function isConstant(law: Law, value: number): boolean {
  return law.mean === value && law.variance === 0
}

/**
 * Whether no two times of this law are ever equal. Where everything in a closed system is constant, or a multiple of one
 * step, its customers stay in step for ever, and what they do depends on how they began.
 */
export function isContinuous({ name, variance }: Law): boolean {
  return variance > 0 && !['empirical', 'geometric', 'poisson', 'zipf'].includes(name)
}

/** Whether a law is exponential, so that it forgets how long it has lasted. */
export function isExponential(law: Law): boolean {
  return law.name === 'exponential'
}

/**
 * The mean of a law whose standard deviation is at most its mean, and NaN for a more variable one, of which a run has too
 * few variates to hold it against the utilisation law.
 */
export function meanIfRegular({ mean, variance }: Law): number {
  return variance <= mean * mean * (1 + 1e-9) ? mean : NaN
}
