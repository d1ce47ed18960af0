import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import type { Parameter, PlainValue } from '../../models/parameter.ts'

/** Ends of a factor that is sampled anywhere between them; real or integer values in the base unit. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly scale: 'linear' | 'log'
}

/** A factor as the designs see it: a list of levels, or a span to take values from. */
export interface DesignFactor {
  readonly name: string
  readonly parameter: Parameter
  /** Empty for a span. */
  readonly levels: readonly PlainValue[]
  readonly span?: Span
}

/** Factors that move together: one axis of the design. */
export type Axis = readonly DesignFactor[]

/**
 * Value of a factor at a place between its ends. Reals are rounded to six digits, integers to whole numbers.
 * @param u in [0, 1), each level and each whole number having an equal share; with `closed` in [0, 1], both ends included
 */
export function valueAt({ parameter, levels, span }: DesignFactor, u: number, closed = false): PlainValue {
  if (span === undefined) {
    const index = closed ? Math.round(u * (levels.length - 1)) : Math.floor(u * levels.length)
    return levels[Math.min(index, levels.length - 1)]!
  }
  const { from, to, scale } = span
  const whole = parameter.kind === 'integer'
  if (scale === 'log') {
    const value = from * exp(u * ln(to / from))
    return clamp(whole ? Math.round(value) : Number(value.toPrecision(6)), from, to)
  }
  if (whole)
    return clamp(closed ? Math.round(from + u * (to - from)) : Math.floor(from + u * (to - from + 1)), from, to)
  return clamp(Number((from + u * (to - from)).toPrecision(6)), from, to)
}

/** The two levels of a factor in a two-level design; undefined when it has more or fewer. */
export function twoLevels({ levels, span }: DesignFactor): readonly [PlainValue, PlainValue] | undefined {
  if (span !== undefined) return [span.from, span.to]
  return levels.length === 2 ? [levels[0]!, levels[1]!] : undefined
}

function clamp(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, value))
}
