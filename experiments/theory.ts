import type { TheoryValue } from '../analysis/record.ts'
import type { Model } from '../models/definition.ts'
import { describeParameters, resolveParameters } from '../models/resolve.ts'
import type { DesignPoint } from './plan.ts'

/** The closed forms of a model at some design points: a value for each metric to which a formula applies. */
export function theoryValues(model: Model, points: readonly DesignPoint[]): TheoryValue[] {
  const formulas = Object.entries(model.theory ?? {})
  if (formulas.length === 0) return []
  return points.flatMap(({ id, parameters }) => {
    const { resolved } = resolveParameters(model, parameters)
    return formulas.flatMap(([metric, formula]) => {
      const value = evaluated(model, metric, parameters, () => formula?.(resolved))
      return value === undefined || !Number.isFinite(value) ? [] : [{ point: id, metric, value }]
    })
  })
}

function evaluated<T>(model: Model, metric: string, parameters: DesignPoint['parameters'], formula: () => T): T {
  try {
    return formula()
  } catch (cause) {
    const where = `Model "${model.name}", closed form of "${metric}" at ${describeParameters(model, parameters)}`
    throw new Error(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
