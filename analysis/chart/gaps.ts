import type { ChartSpec } from './chart-spec.ts'

/** Counts the values that a chart leaves out because they can not be drawn. */
export class Gaps {
  readonly #chart: ChartSpec
  readonly #found = new Map<string, number>()

  constructor(chart: ChartSpec) {
    this.#chart = chart
  }

  /** Whether a value can be drawn; when it can not, that is counted. */
  canDraw(metric: string, x: number | string, y: number): boolean {
    const reason = this.reason(x, y, metric)
    if (reason !== undefined) this.#found.set(reason, (this.#found.get(reason) ?? 0) + 1)
    return reason === undefined
  }

  /** Why a value can not be drawn; nothing when it can. */
  reason(x: number | string, y: number, metric = ''): string | undefined {
    const { kind, xScale, yScale } = this.#chart
    return (
      gapReason(metric, y, yScale === 'log' && kind !== 'bar') ??
      (typeof x === 'number' ? gapReason(this.#chart.x, x, xScale === 'log') : undefined)
    )
  }

  /** One sentence for each kind of gap. */
  warnings(): string[] {
    return [...this.#found].map(([what, n]) => `Chart "${this.#chart.id}": ${what}, left as gaps: ${n}.`)
  }
}

function gapReason(name: string, value: number, isLog: boolean): string | undefined {
  if (!Number.isFinite(value)) return `missing values of ${name}`
  if (isLog && value <= 0) return `values of ${name} that are not above 0, as a log axis needs`
  return undefined
}
