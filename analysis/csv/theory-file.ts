import { writeWholeFile } from '../atomic-file.ts'
import { AnalysisError } from '../errors.ts'
import type { PlainValue, StudyDescription } from '../record.ts'
import { csvText } from './csv-text.ts'
import { csvLines, numberCell, plainValue } from './csv-lines.ts'

/** Value of a closed form between two design points. A row of `theory.csv`. */
export interface TheoryRow {
  readonly factors: Readonly<Record<string, PlainValue>>
  readonly metric: string
  readonly value: number
}

const after = ['metric', 'unit', 'value']

/**
 * Writes `theory.csv`: closed forms between the design points, which let charts draw them as smooth curves, with the
 * columns `<factors...>,metric,unit,value`.
 * @throws AnalysisError when the file cannot be written, or when a column name would appear twice.
 */
export function writeTheory(path: string, study: StudyDescription, rows: readonly TheoryRow[]): void {
  const factors = study.factors.map(({ name }) => name)
  const units = new Map(study.metrics.map(({ name, unit }) => [name, unit]))
  const cells = rows.map((row) => [
    ...factors.map((name) => row.factors[name] ?? null),
    row.metric,
    units.get(row.metric) ?? '',
    row.value,
  ])
  writeWholeFile(path, csvText([...factors, ...after], cells))
}

/**
 * The rows of a `theory.csv` that `writeTheory` wrote.
 * @throws AnalysisError naming file and line when the file cannot be read, is cut off or is no such file.
 */
export function readTheory(path: string): TheoryRow[] {
  const [header, ...lines] = csvLines(path)
  const names = header?.record ?? []
  const factors = names.slice(0, Math.max(0, names.length - after.length))
  if (names.join(',') !== [...factors, ...after].join(',')) {
    throw new AnalysisError(
      `${path}, line 1: these are no closed forms of Meanwhile. Expected the columns <factors>,${after.join(',')}; ` +
        `found ${names.join(',') || 'nothing'}.`,
    )
  }
  return lines.map(({ record, info }) => ({
    factors: Object.fromEntries(factors.map((name, index) => [name, plainValue(record[index] ?? '')])),
    metric: record[factors.length] ?? '',
    value: numberCell(`${path}, line ${info.lines}`, 'value', record[factors.length + 2] ?? ''),
  }))
}
