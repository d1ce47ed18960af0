import { type ChartSpec, type ChartTheme, type PaperSize, paperSizes } from './chart-spec.ts'

/** How a chart looks on paper: its width and letters, in points, and whether it has colours. */
export interface Look extends PaperSize {
  readonly theme: ChartTheme
}

/** The look that a chart asks for; the column of an ACM paper, in colours, when it does not. */
export function lookOf(chart: Pick<ChartSpec, 'size' | 'theme'>): Look {
  return { ...paperSizes[chart.size ?? 'acm-column'], theme: chart.theme ?? 'light' }
}
