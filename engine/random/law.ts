import type { RandomStream } from './stream.ts'

/**
 * A probability law with its parameters fixed, in the unit of its arguments: `laws.exponential(0.01)` is a law of
 * seconds if 0.01 is. Immutable, and free of randomness of its own: every variate comes from the given stream.
 */
export interface Law {
  /** Name of the family, such as `exponential`. */
  readonly name: string
  /** Exact mean; Infinity where the law has none. */
  readonly mean: number
  /** Exact variance; Infinity where the law has none. */
  readonly variance: number
  /** One variate. */
  sample(stream: RandomStream): number
  /** Canonical text in base units, such as `exponential(0.01)`: equal texts mean equal laws, and `parseLaw` reads it. */
  toString(): string
}

/** What a factory must say of its law; `makeLaw` adds the rest. */
export interface LawDescription {
  readonly name: string
  /** Arguments as they stand between the parentheses of the canonical text. */
  readonly text: readonly (number | string)[]
  readonly mean: number
  readonly variance: number
  readonly sample: (stream: RandomStream) => number
}

/** Builds a law; all laws share one shape, so that `law.sample(stream)` stays fast however many families a model uses. */
export function makeLaw(description: LawDescription): Law {
  const { name, mean, variance, sample } = description
  const text = `${name}(${description.text.join(', ')})`
  return Object.freeze({ name, mean, variance, sample, toString: () => text })
}

/** Throws a RangeError that names the law, what was given and what was expected, unless `valid`. */
export function requireLaw(valid: boolean, given: string, expected: string): void {
  if (!valid) throw new RangeError(`Law ${given}: expected ${expected}.`)
}
