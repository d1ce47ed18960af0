import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readBaseline, saveBaseline } from './baseline.ts'
import { compareWith } from './compare/compare.ts'
import { runFresh } from './fresh-process.ts'
import { machine } from './machine.ts'
import type { Result } from './measure.ts'
import { adversarial, header, row } from './table.ts'
import { allWorkloads } from './workloads/groups.ts'
import type { Workload } from './workloads/workload.ts'

const USAGE = `Usage: npm run bench -- [--filter TEXT] [--rounds N] [--json FILE] [--save | --compare REV]

Measures the core: operations per second of user CPU time, median over rounds; each benchmark in a fresh process.

  --filter TEXT   only benchmarks whose name contains TEXT
  --rounds N      rounds of each benchmark, default 9; with --compare, pairs of processes, default 10
  --json FILE     write the figures there too
  --save          keep the figures as baseline, which later runs on this machine are shown against
  --compare REV   compare the working tree with a git revision: faster, slower or no difference; ends with 1 if slower
  --list          names of the benchmarks`

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const root = resolve(dist, '..')

interface Options {
  filter: string
  rounds: number | undefined
  json: string | undefined
  save: boolean
  compare: string | undefined
  list: boolean
  help: boolean
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      filter: { type: 'string', default: '' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      save: { type: 'boolean', default: false },
      compare: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 1)) {
    throw new Error(`--rounds ${values.rounds}: expected an integer >= 1.`)
  }
  if (values.save && values.compare !== undefined) throw new Error('--save and --compare exclude each other.')
  return { ...values, rounds, json: values.json, compare: values.compare }
}

async function choose(filter: string): Promise<Workload[]> {
  const all = await allWorkloads()
  const chosen = all.filter(({ name }) => name.includes(filter))
  if (chosen.length > 0) return chosen
  throw new Error(`no benchmark's name contains "${filter}". There are: ${all.map(({ name }) => name).join(', ')}.`)
}

function measureAll(workloads: readonly Workload[], rounds: number): Result[] {
  const baseline = readBaseline(root, machine())
  console.log(header(baseline !== undefined))
  return workloads.map(({ name }) => {
    const result = runFresh<Result>(join(dist, 'bench/measure-one.js'), [name, String(rounds)])
    console.log(
      row(
        result,
        baseline?.find((earlier) => earlier.name === name),
      ),
    )
    return result
  })
}

async function main(): Promise<void> {
  const { filter, rounds, json, save, compare, list, help } = options()
  if (help) return console.log(USAGE)
  const workloads = await choose(filter)
  if (list) return console.log(workloads.map(({ name }) => name).join('\n'))
  let figures: object
  if (compare === undefined) {
    const results = measureAll(workloads, rounds ?? 9)
    console.log(adversarial(results).join('\n'))
    if (save) console.log(`\nBaseline written to ${saveBaseline(root, machine(), results)}`)
    figures = { results }
  } else {
    const comparisons = compareWith(root, compare, workloads, rounds ?? 10)
    if (comparisons.some(({ verdict }) => verdict === 'slower')) process.exitCode = 1
    figures = { base: compare, comparisons }
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine: machine(), ...figures }, undefined, 2)}\n`)
}

try {
  await main()
} catch (error) {
  console.error(`bench: ${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}
