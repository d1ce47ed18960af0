/**
 * Analysis: from records to evidence. It knows runs, metrics and charts as plain data, and nothing of models or of the
 * engine. Importing it is cheap; the chart libraries are loaded by the first chart.
 */

// What runs and studies are.
export {
  chartBands,
  chartKeys,
  chartKinds,
  chartOverlays,
  chartScales,
  chartSizes,
  type ChartBand,
  type ChartKind,
  type ChartOverlay,
  type ChartScale,
  type ChartSize,
  type ChartSpec,
  type Factor,
  type MetricDescription,
  type PlainValue,
  type Quantity,
  type RunRecord,
  type RunStop,
  type StudyDescription,
  type TheoryValue,
} from './record.ts'

// Statistics over replications.
export { fewestForInterval, meanInterval, type MeanInterval, relativeHalfWidth } from './statistics/mean-interval.ts'
export { moments, type Moments } from './statistics/moments.ts'
export { normalQuantile } from './statistics/normal-quantile.ts'
export { studentQuantile } from './statistics/student-quantile.ts'

// Records to rows, in the order of the design.
export { designOrder } from './design-order.ts'
export { summarise, type SummaryMethod, type SummaryRow, wideRelativeHalfWidth } from './summary.ts'

// Files: whole or not at all.
export { writeWholeFile } from './atomic-file.ts'
export { readSummary } from './csv/read-summary.ts'
export { writeRuns } from './csv/write-runs.ts'
export { writeSummary } from './csv/write-summary.ts'
export { AnalysisError } from './errors.ts'
export { fromJson, toJson } from './json.ts'
export {
  buildManifest,
  chartFiles,
  type ChartFiles,
  codeState,
  type CodeState,
  type Failure,
  type HostDescription,
  type Manifest,
  type ManifestInput,
  manifestSchema,
  readManifest,
  writeManifest,
} from './manifest.ts'

// Charts.
export { type ChartableStudy, chartProblem } from './chart/check-chart.ts'
export { drawCharts, type DrawnChart } from './chart/draw-charts.ts'
