/**
 * Analysis: from records to evidence. It knows runs, metrics and charts as plain data, and nothing of models or of the
 * engine. Importing it is cheap; the chart libraries are loaded by the first chart.
 */

// What runs and studies are.
export {
  chartBands,
  chartKeys,
  chartKinds,
  chartLabels,
  chartOverlays,
  chartScales,
  chartSizes,
  chartThemes,
  type ChartBand,
  type ChartKind,
  type ChartLabels,
  type ChartOverlay,
  type ChartScale,
  type ChartSize,
  type ChartSpec,
  type ChartTheme,
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
export { antitheticMean, type AntitheticMean } from './statistics/antithetic.ts'
export {
  batchMeans,
  type BatchMeans,
  isAutocorrelated,
  longRunInterval,
  type LongRun,
} from './statistics/batch-means.ts'
export { type Control, controlledMean, type ControlledMean } from './statistics/control-variates.ts'
export { isGrowing } from './statistics/growth.ts'
export { holm } from './statistics/holm.ts'
export { fewestForInterval, meanInterval, type MeanInterval, relativeHalfWidth } from './statistics/mean-interval.ts'
export { moments, type Moments } from './statistics/moments.ts'
export { mser, type Truncation } from './statistics/mser.ts'
export { normalQuantile } from './statistics/normal-quantile.ts'
export { pairedDifference, type PairedDifference } from './statistics/paired-difference.ts'
export { isPrecise } from './statistics/precision.ts'
export { type Proportion, proportionInterval } from './statistics/proportion.ts'
export { ratioOfTotals } from './statistics/ratio-of-totals.ts'
export { fewestForQuantile, type QuantileRanks, quantileRanks, sampleQuantile } from './statistics/sample-quantile.ts'
export { parseSketch, type PooledQuantile, pooledQuantile, type Sketch } from './statistics/sketch.ts'
export { studentQuantile } from './statistics/student-quantile.ts'
export { studentTail } from './statistics/student-tail.ts'
export { ensembleMean, movingAverage } from './statistics/welch.ts'

// Records to rows, in the order of the design.
export { designOrder } from './design-order.ts'
export {
  type PointNote,
  summarise,
  type SummaryMethod,
  summaryMethods,
  type SummaryRow,
  wideRelativeHalfWidth,
} from './summary.ts'

// Files: whole or not at all.
export { writeWholeFile } from './atomic-file.ts'
export { readRuns, type RunRow } from './csv/read-runs.ts'
export { readSummary } from './csv/read-summary.ts'
export { readSeries, type SeriesRow, writeSeries } from './csv/series-file.ts'
export { readTheory, type TheoryRow, writeTheory } from './csv/theory-file.ts'
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
export { chartFormats, type ChartFormat, drawCharts, type DrawnChart, type DrawOptions } from './chart/draw-charts.ts'

// What goes with the charts of a study.
export { describeMethods, type MethodsFormat, methodsFormats } from './methods/describe-methods.ts'
export { writeReport, type WrittenReport } from './report/write-report.ts'

// What runs are made of again: read, compared, held against claims.
export { readRecords } from './csv/read-records.ts'
export { longText, writeLong } from './csv/write-long.ts'
export { compareRuns, type Comparison, type ComparisonReport, type CompareOptions } from './compare/compare.ts'
export type { CompareVerdict } from './compare/compare-metric.ts'
export { loadSide } from './compare/load-side.ts'
export type { Side } from './compare/match-points.ts'
export { checkClaims, type CheckedClaim, claimProblem } from './claims/check-claims.ts'
export { readClaims, type StudyClaim } from './claims/claim.ts'
export type { ClaimVerdict } from './claims/judge.ts'
