import { AnalysisError } from '../errors.ts'
import type { RunRecord, RunStop, StudyDescription } from '../record.ts'
import { type CsvLine, numberOf, csvLines, plainValue } from './csv-lines.ts'
import { columnsBeforeParameters, runColumns } from './run-columns.ts'

const stops: readonly string[] = ['horizon', 'empty', 'stopped', 'error'] satisfies RunStop[]

/**
 * The runs of a `runs.csv` that `writeRuns` wrote, in the order of the file. Warm-up and horizon, which are no columns,
 * come from the study; messages of failed runs and remarks are not in the file.
 * @param study Description in the manifest beside the file.
 * @throws AnalysisError naming file and line when the file can not be read, is cut off, has other columns than the
 *   study or rows of another one, or has one replication of a point twice.
 */
export function readRecords(path: string, study: StudyDescription): RunRecord[] {
  const [header, ...lines] = csvLines(path)
  checkColumns(path, header?.record ?? [], runColumns(study))
  const runs = lines.map((line) => readRun(path, line, study))
  checkOnce(path, lines, runs)
  return runs
}

/**
 * As `readRecords`, for a use that needs runs.
 * @throws AnalysisError also when the file has none.
 */
export function readSomeRecords(path: string, study: StudyDescription): RunRecord[] {
  const runs = readRecords(path, study)
  if (runs.length > 0) return runs
  throw new AnalysisError(`${path} has no runs, only its header. Run the study again to rewrite it.`)
}

function checkColumns(path: string, found: readonly string[], expected: readonly string[]): void {
  if (found.length === expected.length && expected.every((name, index) => found[index] === name)) return
  const where = `${path}, line 1`
  if (!columnsBeforeParameters.every((name, index) => found[index] === name)) {
    const given = found.join(',') || 'nothing'
    throw new AnalysisError(
      `${where}: these are not the runs of a study. Expected the columns ${columnsBeforeParameters.join(',')},...; found ${given}.`,
    )
  }
  const unknown = found.filter((name) => !expected.includes(name))
  const missing = expected.filter((name) => !found.includes(name))
  const problems = [
    ...(unknown.length > 0 ? [`unknown columns ${unknown.join(', ')}`] : []),
    ...(missing.length > 0 ? [`no columns ${missing.join(', ')}`] : []),
  ]
  const problem = problems.join(' and ') || 'the columns in another order'
  throw new AnalysisError(
    `${where}: the file has ${problem}, against the manifest beside it. Was one of the two replaced? Run the study again to rewrite both.`,
  )
}

function readRun(path: string, { record, info }: CsvLine, study: StudyDescription): RunRecord {
  const where = `${path}, line ${info.lines}`
  const [id = '', name = '', model = '', point = '', , seed = ''] = record
  if (name !== study.name || model !== study.model) {
    throw new AnalysisError(
      `${where}: a run of study "${name}" with model "${model}"; the manifest says "${study.name}" with "${study.model}". Were two files put together?`,
    )
  }
  const firstMetric = columnsBeforeParameters.length + study.parameters.length
  const afterMetrics = firstMetric + study.metrics.length
  const number = (index: number, column: string, whole = false): number => {
    const cell = record[index] ?? ''
    const value = numberOf(cell)
    const expected = whole ? 'an integer >= 0' : 'a number or nothing'
    if (value !== undefined && (!whole || (Number.isInteger(value) && value >= 0))) return value
    throw new AnalysisError(`${where}: ${column} is ${JSON.stringify(cell)}; expected ${expected}.`)
  }
  const stop = record[afterMetrics + 1] ?? ''
  if (!stops.includes(stop)) {
    throw new AnalysisError(`${where}: stop is ${JSON.stringify(stop)}; expected one of ${stops.join(', ')}.`)
  }
  const parameters = study.parameters.map(
    (parameter, index) => [parameter.name, plainValue(record[columnsBeforeParameters.length + index] ?? '')] as const,
  )
  const responses = study.metrics.map((metric, index) => {
    const value = number(firstMetric + index, metric.name)
    return [metric.name, Number.isNaN(value) ? null : value] as const
  })
  return {
    id,
    study: name,
    model,
    point,
    replication: number(4, 'replication', true),
    seed,
    warmUp: study.warmUp,
    horizon: study.horizon,
    parameters: Object.fromEntries(parameters),
    responses: Object.fromEntries(responses),
    events: number(afterMetrics, 'events', true),
    stop: stop as RunStop,
    fingerprint: record[afterMetrics + 2] ?? '',
  }
}

/** A replication that is there twice comes from another version of the code, or from files put together. */
function checkOnce(path: string, lines: readonly CsvLine[], runs: readonly RunRecord[]): void {
  const seen = new Map<string, number>()
  for (const [index, { point, replication, id, seed }] of runs.entries()) {
    const key = `${point} ${replication} ${seed}`
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, index)
      continue
    }
    const other = runs[first]!.id
    const why =
      other === id
        ? 'The rows are of one run'
        : `Their ids differ (${other} and ${id}): these are rows of two code versions`
    throw new AnalysisError(
      `${path}, lines ${lines[first]!.info.lines} and ${lines[index]!.info.lines}: both are replication ${replication} of point ${point}. ${why}. Run the study again to rewrite the file.`,
    )
  }
}
