import { math, parseLaw } from '../../engine/index.ts'
import type { PlainValue } from '../../models/parameter.ts'

/** What can be called in an expression. */
export interface ExpressionFunction {
  /** Fewest and most arguments. */
  readonly arity: readonly [least: number, most: number]
  /** @throws {TypeError} for arguments of the wrong kind, as a half-sentence behind the name of the function */
  readonly call: (...values: PlainValue[]) => PlainValue
}

const numeric = (call: (...values: number[]) => number, least: number, most = least): ExpressionFunction => ({
  arity: [least, most],
  call: (...values) => {
    const wrong = values.find((value) => typeof value !== 'number')
    if (wrong !== undefined) throw new TypeError(`takes numbers, and was given ${shown(wrong)}`)
    return call(...(values as number[]))
  },
})
/** Writes a law: `exponential(1 / rate)` for a parameter that is one. */
const lawText = (name: string, arguments_: number): Record<string, ExpressionFunction> => ({
  [name]: { arity: [arguments_, arguments_], call: (...values) => `${name}(${values.join(', ')})` },
})
const ofLaw = (read: (law: ReturnType<typeof parseLaw>) => number): ExpressionFunction => ({
  arity: [1, 1],
  call: (text) => {
    if (typeof text !== 'string') throw new TypeError(`takes a law, and was given ${shown(text)}`)
    try {
      return read(parseLaw(text, Number))
    } catch (error) {
      throw new TypeError(`takes a law: ${(error as Error).message.replace(/\.$/, '')}`, { cause: error })
    }
  },
})

/** All that can be called. The elementary functions are those of the engine: a level must be equal on every machine. */
export const functions: Readonly<Record<string, ExpressionFunction>> = {
  ...lawText('deterministic', 1),
  ...lawText('erlang', 2),
  ...lawText('exponential', 1),
  ...lawText('gamma', 2),
  ...lawText('hyperexponential', 2),
  ...lawText('lognormal', 2),
  ...lawText('pareto', 2),
  ...lawText('uniform', 2),
  ...lawText('weibull', 2),
  abs: numeric(Math.abs, 1),
  ceil: numeric(Math.ceil, 1),
  exp: numeric(math.exp, 1),
  floor: numeric(Math.floor, 1),
  ln: numeric(math.ln, 1),
  log2: numeric((x) => rounded(math.ln(x) / math.ln(2)), 1),
  log10: numeric((x) => rounded(math.ln(x) / math.ln(10)), 1),
  max: numeric(Math.max, 1, 100),
  mean: ofLaw(({ mean }) => mean),
  min: numeric(Math.min, 1, 100),
  pow: numeric(math.pow, 2),
  round: numeric(Math.round, 1),
  sqrt: numeric(Math.sqrt, 1),
  variance: ofLaw(({ variance }) => variance),
}

/** log2(8) is 3 and not 2.9999999999999996: powers are what these two are asked about. */
function rounded(value: number): number {
  const whole = Math.round(value)
  return Math.abs(value - whole) < 1e-12 * Math.max(1, Math.abs(whole)) ? whole : value
}

/** A value as it is quoted in messages. */
export function shown(value: PlainValue): string {
  return typeof value === 'string' ? `the text "${value}"` : String(value)
}
