import { compareRuns, type Comparison, type ComparisonReport } from '../analysis/compare/compare.ts'
import { comparisonCsv } from '../analysis/compare/comparison-text.ts'
import { loadSide } from '../analysis/compare/load-side.ts'
import type { Side } from '../analysis/compare/match-points.ts'
import { writeWholeFile } from '../analysis/atomic-file.ts'
import { toJson } from '../analysis/json.ts'
import type { CompareCommandOptions } from './commands/compare.ts'
import { type FoundSide, findSides } from './compare-sides.ts'
import { savedSketches } from './saved-sketches.ts'
import { formatNumber, table } from './table.ts'
import { exitCodes, note, print, warn } from './terminal.ts'

/** More rows than this are counted; --csv and --json have them all. */
const listed = 200

/** Compares two sides, prints what came of it and sets the exit code. */
export async function compareAndReport(a: string, b: string, options: CompareCommandOptions): Promise<void> {
  const [sideA, sideB] = await findSides(a, b, options)
  const load = ({ folder, name }: FoundSide): Side => loadSide(folder, name, savedSketches)
  const report = compareRuns(load(sideA), load(sideB), { margins: options.margin, ignore: options.ignore })
  if (options.csv !== undefined) {
    writeWholeFile(options.csv, comparisonCsv(report))
    note(`Written: ${options.csv}`)
  }
  if (options.json === true) print(toJson(report))
  else print(comparisonTable(report, options.all === true))
  report.remarks.forEach(warn)
  process.exitCode = {
    IDENTICAL: exitCodes.ok,
    EQUIVALENT: exitCodes.ok,
    CHANGED: exitCodes.disagrees,
    INCONCLUSIVE: exitCodes.inconclusive,
  }[report.verdict]
}

/** The comparison in words and a table; identical metrics are only counted unless all are asked for. */
export function comparisonTable(report: ComparisonReport, all: boolean): string {
  const { comparisons, pairs, equalFingerprints, verdict } = report
  const shown = all ? comparisons : comparisons.filter((one) => one.verdict !== 'IDENTICAL')
  const rows = shown
    .slice(0, listed)
    .map((one) => [
      pointText(one),
      one.metric,
      formatNumber(one.meanA),
      formatNumber(one.meanB),
      one.unit,
      changeText(one),
      one.paired ? String(one.countA) : `${one.countA}/${one.countB}`,
      one.verdict + (one.reason === '' ? '' : ` (${one.reason})`),
    ])
  const columns = [
    { heading: 'Point' },
    { heading: 'Metric' },
    { heading: 'A', align: 'right' as const },
    { heading: 'B', align: 'right' as const },
    { heading: 'Unit' },
    { heading: 'Change (95 % interval)' },
    { heading: 'n', align: 'right' as const },
    { heading: 'Verdict' },
  ]
  const counts = (['IDENTICAL', 'EQUIVALENT', 'CHANGED', 'INCONCLUSIVE'] as const)
    .map((name) => [name, comparisons.filter((one) => one.verdict === name).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
  return [
    `A: ${report.a}`,
    `B: ${report.b}`,
    '',
    ...(rows.length === 0 ? [] : [table(columns, rows), '']),
    ...report.notes,
    ...(report.notes.length > 0 ? [''] : []),
    ...(shown.length > listed ? [`... and ${shown.length - listed} more; --csv has them all.`, ''] : []),
    `${comparisons.length} comparisons: ${counts.join(', ') || 'none'}.`,
    pairs === 0
      ? 'No runs with equal seeds: the samples are independent.'
      : `${equalFingerprints} of ${pairs} pairs of runs with equal seeds have equal fingerprints.`,
    `Verdict: ${verdict}`,
  ].join('\n')
}

function pointText({ factors }: Comparison): string {
  return (
    Object.entries(factors)
      .map(([name, level]) => `${name}=${level}`)
      .join(', ') || '-'
  )
}

function changeText(one: Comparison): string {
  if (Number.isFinite(one.relativeLow) && Number.isFinite(one.relativeHigh)) {
    const { relative, relativeLow: low, relativeHigh: high } = one
    // As many digits as tell the ends apart: an interval of paired runs may be narrow.
    const digits = [3, 4, 5].find((each) => percent(low, each) !== percent(high, each)) ?? 6
    return `${percent(relative, digits)} [${percent(low, digits)}, ${percent(high, digits)}]`
  }
  if (one.verdict === 'IDENTICAL') return '0'
  if (Number.isNaN(one.low)) return Number.isFinite(one.relative) ? percent(one.relative) : formatNumber(one.difference)
  const signed = (value: number): string => (value > 0 ? '+' : '') + formatNumber(value)
  return `${signed(one.difference)} [${signed(one.low)}, ${signed(one.high)}] ${one.unit}`
}

function percent(fraction: number, digits = 3): string {
  const value = Number((fraction * 100).toPrecision(digits))
  return `${value > 0 ? '+' : ''}${value} %`
}
