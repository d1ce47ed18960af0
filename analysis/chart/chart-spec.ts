import type { PlainValue } from '../record.ts'

/** Allowed values of `ChartSpec.kind`. */
export const chartKinds = ['line', 'bar', 'scatter', 'ecdf', 'histogram', 'box', 'heatmap', 'timeseries'] as const
/**
 * What a chart draws. `line`, `bar`, `scatter` and `heatmap` show the estimates of `summary.csv`; `ecdf`, `histogram`
 * and `box` show how the runs of `runs.csv` spread; `timeseries` shows the samples of `series.csv`.
 */
export type ChartKind = (typeof chartKinds)[number]

/** Allowed values of `ChartSpec.xScale`, `yScale` and `zScale`. */
export const chartScales = ['linear', 'log'] as const
export type ChartScale = (typeof chartScales)[number]

/** Allowed values of `ChartSpec.band`. */
export const chartBands = ['ci', 'none'] as const
export type ChartBand = (typeof chartBands)[number]

/** Allowed values of `ChartSpec.overlay`. */
export const chartOverlays = ['theory', 'none'] as const
export type ChartOverlay = (typeof chartOverlays)[number]

/** Allowed values of `ChartSpec.labels`. */
export const chartLabels = ['legend', 'direct'] as const
export type ChartLabels = (typeof chartLabels)[number]

/** Allowed values of `ChartSpec.theme`: colours for screen and colour print, or black, greys and hatching. */
export const chartThemes = ['light', 'print'] as const
export type ChartTheme = (typeof chartThemes)[number]

/** How large a chart and its letters are on paper. */
export interface PaperSize {
  /** In points of 1/72 inch. */
  readonly width: number
  /** Of axis titles: the size of the captions of that class, in points. */
  readonly titleSize: number
  /** Of tick labels, legend and panel titles, in points. */
  readonly labelSize: number
}

/** Points of TeX, of which 72.27 make an inch, as points of SVG and PDF, of which 72 do. */
function texPoints(length: number): number {
  return Math.round((length * 7200) / 72.27) / 100
}

/**
 * The widths of columns and pages, so that `\includegraphics{wait.pdf}` fits without being scaled, with letters as large
 * as those of the captions around.
 * @source `\columnwidth`, `\textwidth` and caption size of acmart (sigconf), IEEEtran (conference), llncs and usenix-2020-09.
 */
export const paperSizes = {
  'acm-column': { width: texPoints(241.147), titleSize: 9, labelSize: 8 },
  'acm-wide': { width: texPoints(506.295), titleSize: 9, labelSize: 8 },
  'ieee-column': { width: texPoints(252), titleSize: 8, labelSize: 7.5 },
  'ieee-wide': { width: texPoints(516), titleSize: 8, labelSize: 7.5 },
  lncs: { width: texPoints(347.124), titleSize: 9, labelSize: 8 },
  usenix: { width: texPoints(241.021), titleSize: 9.5, labelSize: 8.5 },
  'usenix-wide': { width: texPoints(505.89), titleSize: 9.5, labelSize: 8.5 },
} as const satisfies Record<string, PaperSize>
/** Name of a width on paper: one column, or `-wide` for two. */
export type ChartSize = keyof typeof paperSizes

/** Width on paper of each chart size, in points (1/72 inch). */
export const chartSizes = Object.fromEntries(
  Object.entries(paperSizes).map(([name, { width }]) => [name, width]),
) as Record<ChartSize, number>

/** The keys that a chart of a study file may have. */
export const chartKeys = [
  'id',
  'title',
  'kind',
  'x',
  'y',
  'z',
  'by',
  'facet',
  'where',
  'xScale',
  'yScale',
  'zScale',
  'band',
  'overlay',
  'bins',
  'labels',
  'size',
  'theme',
  'xLabel',
  'yLabel',
  'caption',
] as const satisfies readonly (keyof ChartSpec)[]

/** One chart, as declared under `charts:` in a study file. */
export interface ChartSpec {
  /** File name of the chart without its extension: letters, digits, `-`, `_` and `.`. */
  readonly id: string
  /** Title; not drawn (papers put it into the caption) but written into the SVG and the caption file. */
  readonly title?: string
  readonly kind: ChartKind
  /**
   * A factor or, for `line` and `scatter`, a metric. For `ecdf` and `histogram` the metric whose runs are shown, for
   * `bar`, `box` and `heatmap` a factor, for `timeseries` the word `time`.
   */
  readonly x: string
  /**
   * One metric or several. Several of one unit share a panel, unless `by` is given; else each has a panel of its own.
   * For `heatmap` a factor, for `timeseries` one series or several; none for `ecdf` and `histogram`.
   */
  readonly y?: string | readonly string[]
  /** Metric that a heat map shows as colour. */
  readonly z?: string
  /** Factor whose levels become the series (colour, marker and dash). */
  readonly by?: string
  /** Factor whose levels become panels. */
  readonly facet?: string
  /** Keeps only the design points with these factor levels, e.g. `{ servers: 4 }` or `{ servers: [1, 4] }`. */
  readonly where?: Readonly<Record<string, PlainValue | readonly PlainValue[]>>
  /** Default `linear`. Values <= 0 on a log axis are gaps. */
  readonly xScale?: ChartScale
  /** Default `linear`. */
  readonly yScale?: ChartScale
  /** Scale of the colours of a heat map; default `linear`. */
  readonly zScale?: ChartScale
  /**
   * Default `ci`: the confidence interval, as a band on a numeric x axis of a line chart, else as error bars. Around an
   * `ecdf` it is the Dvoretzky-Kiefer-Wolfowitz band.
   */
  readonly band?: ChartBand
  /** Default `theory`: the closed form where the model has one. */
  readonly overlay?: ChartOverlay
  /** Rough number of bins of a histogram, an integer from 2 to 200; default by Sturges' rule. */
  readonly bins?: number
  /** Default `legend`. `direct` names the lines at their ends, in a chart of one panel with a numeric x axis. */
  readonly labels?: ChartLabels
  /** Default `acm-column`. */
  readonly size?: ChartSize
  /** Default `light`. */
  readonly theme?: ChartTheme
  /** Default: name and unit of x in words. */
  readonly xLabel?: string
  /** Default: name and unit of y in words. */
  readonly yLabel?: string
  /** First sentence of the caption; replications, interval method and seed are added to it. */
  readonly caption?: string
}
