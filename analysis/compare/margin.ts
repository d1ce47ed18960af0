import { AnalysisError } from '../errors.ts'

/** How far two means may be apart and still count as the same. */
export interface Margin {
  /** Above 0. */
  readonly size: number
  /** Whether `size` is a fraction of the first mean; else it is in the unit of the metric. */
  readonly relative: boolean
}

/** The margin of every metric: its own, or the one for all. */
export interface Margins {
  readonly all: Margin
  readonly byMetric: Readonly<Record<string, Margin>>
}

/** 2 % of the mean. */
export const defaultMargin: Margin = { size: 0.02, relative: true }

/**
 * Reads margins such as `2%` (of every mean), `p99Wait=5%` or `lost=0.001` (in the unit of the metric).
 * @param metrics Names that a margin may be for.
 * @throws AnalysisError for anything else.
 */
export function readMargins(texts: readonly string[], metrics: readonly string[]): Margins {
  let all = defaultMargin
  const byMetric: Record<string, Margin> = {}
  for (const text of texts) {
    const equals = text.lastIndexOf('=')
    const margin = readMargin(text, text.slice(equals + 1))
    if (equals < 0) {
      if (!margin.relative) throw badMargin(text)
      all = margin
      continue
    }
    const name = text.slice(0, equals)
    if (!metrics.includes(name)) {
      throw new AnalysisError(
        `--margin ${text}: there is no metric "${name}" on both sides. There are: ${metrics.join(', ')}.`,
      )
    }
    byMetric[name] = margin
  }
  return { all, byMetric }
}

function readMargin(given: string, text: string): Margin {
  const [, digits, percent] = /^(\d*\.?\d+(?:e[+-]?\d+)?)(%?)$/i.exec(text.trim()) ?? []
  const size = Number(digits)
  if (digits === undefined || !(size > 0)) throw badMargin(given)
  return percent === '%' ? { size: size / 100, relative: true } : { size, relative: false }
}

function badMargin(given: string): AnalysisError {
  return new AnalysisError(
    `--margin ${given}: expected a percentage above 0 for all metrics, such as 2%, or one metric with its own, such as meanWait=5% or lost=0.001 (in its unit).`,
  )
}
