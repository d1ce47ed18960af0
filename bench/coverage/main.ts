import { parseArgs } from 'node:util'
import { batchCases, type CoverageCase, replicationCases, skewedCases } from './cases.ts'
import { coverageOf } from './coverage.ts'

const USAGE = `Usage: npm run bench:coverage -- [--repetitions N]

How often the intervals of Meanwhile hold the true value, on data where that is known: N repetitions, default 1000, with
fixed seeds, some minutes. Prints a table in Markdown, and ends with 1 when a method misses its bar.`

const { values } = parseArgs({
  options: { repetitions: { type: 'string', default: '1000' }, help: { type: 'boolean', default: false } },
})
const repetitions = Number(values.repetitions)
if (values.help) {
  console.log(USAGE)
} else if (!Number.isSafeInteger(repetitions) || repetitions < 1) {
  console.error(`--repetitions ${values.repetitions}: expected an integer >= 1.`)
  process.exitCode = 1
} else {
  run(repetitions)
}

function run(count: number): void {
  console.log(`${count} repetitions with fixed seeds.\n`)
  console.log('| Method | Data | Nominal | Coverage | Refused | Expected |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  for (const cases of [skewedCases, batchCases, replicationCases]) cases(count).forEach(report)
}

function report({ method, data, nominal, truth, bar, reference, intervals }: CoverageCase): void {
  const { fraction, error, refused } = coverageOf(intervals, truth)
  const missed = bar !== undefined && !(fraction >= bar[0] && fraction <= bar[1])
  const expected = [
    ...(reference === undefined ? [] : [percent(reference)]),
    ...(bar === undefined ? [] : [`${percent(bar[0])} to ${percent(bar[1])}${missed ? ' **missed**' : ''}`]),
  ].join(', ')
  const share = percent(refused / intervals.length)
  const held = Number.isNaN(fraction) ? 'none given' : `${percent(fraction)} ± ${percent(error)}`
  console.log(`| ${method} | ${data} | ${percent(nominal)} | ${held} | ${share} | ${expected} |`)
  if (missed) process.exitCode = 1
}

function percent(fraction: number): string {
  return (100 * fraction).toFixed(1)
}
