import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runFresh } from '../fresh-process.ts'
import { machine } from '../machine.ts'
import { type Bar, bars } from './bars.ts'
import { type GrowthCase, growthCases } from './growth-cases.ts'
import { growthChart } from './growth-chart.ts'
import { type CostLine, growthOf, growthTable, mostGrowth } from './growth-table.ts'
import type { MeasuredRun, RunCost } from './measure-run.ts'

const USAGE = `Usage: npm run bench:overlays -- [bars | growth] [--filter TEXT] [--seed S] [--sizes LIST] [--json FILE] [--chart FILE]

bars      large runs of the overlays, each in its own process: user CPU time and largest memory beside what they may be
growth    what a node and an event cost from 10^3 to 10^6 nodes; at most ${mostGrowth} times as much
          Both when neither is named. Ends with 1 when a bar is not met.

  --filter TEXT   only those whose name contains TEXT; --list names them
  --seed S        seed of all runs, default 1
  --sizes LIST    sizes for growth, default 1e3,1e4,1e5,1e6
  --json FILE     write the figures there too
  --chart FILE    write the growth as an SVG there`

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    filter: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    sizes: { type: 'string', default: '1e3,1e4,1e5,1e6' },
    json: { type: 'string' },
    chart: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const measured = (run: MeasuredRun): RunCost =>
  runFresh<RunCost>(join(dist, 'bench/overlay-scale/measure-one.js'), [JSON.stringify(run)])

/** Runs one bar and prints its line. @returns the figures, with what was not met */
function measureBar({ name, work, model, parameters, horizon, seconds, bytes, sound }: Bar): object {
  const cost = measured({ model, parameters, horizon, seed: values.seed, atLeast: 0 })
  const missed = [
    ...(cost.seconds > seconds ? ['too slow'] : []),
    ...(cost.peakBytes > bytes ? ['too large'] : []),
    ...(sound(cost.responses) ? [] : ['wrong responses']),
  ]
  if (missed.length > 0) process.exitCode = 1
  const mebibytes = (size: number): string => (size === Infinity ? 'any' : `${Math.round(size / 1_048_576)} MiB`)
  const figures = [
    `${cost.seconds.toFixed(1)} s`.padStart(9),
    `${seconds} s`.padStart(7),
    mebibytes(cost.peakBytes).padStart(10),
    mebibytes(bytes).padStart(10),
  ]
  console.log(`${name.padEnd(24)}${figures.join('')}  ${missed.join(', ') || 'met'}`)
  return { name, work, model, parameters, horizon, limit: { seconds, bytes }, ...cost, missed, load: machine().load }
}

/** Runs one overlay at all sizes and prints what each cost. */
function measureGrowth(growing: GrowthCase, sizes: readonly number[]): CostLine {
  const { name, model, event, horizon } = growing
  const costs = sizes.map((nodes) => {
    const run = (parameters: MeasuredRun['parameters']): RunCost =>
      measured({ model, parameters, horizon, seed: values.seed, atLeast: 0.6 })
    const node = run(growing.perNode(nodes))
    const both = growing.perEvent && run(growing.perEvent(nodes))
    const count = growing.events(nodes, (both ?? node).responses)
    const perNode = node.seconds / nodes
    const perEvent = (both ? Math.max(0, both.seconds - node.seconds) : node.seconds) / count
    const each = [`${(1e6 * perNode).toPrecision(3)} us a node`, `${(1e9 * perEvent).toPrecision(3)} ns`]
    console.log(
      `${name.padEnd(14)}${String(nodes).padStart(8)} nodes  ${each.join(', ')} for each of ${count.toPrecision(3)} ${event}`,
    )
    return { nodes, perNode, perEvent, peakBytes: Math.max(node.peakBytes, both?.peakBytes ?? 0) }
  })
  return { name, event, costs }
}

function chosenSizes(): number[] {
  const sizes = values.sizes.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 100)) return sizes.toSorted((a, b) => a - b)
  throw new Error(`--sizes ${values.sizes}: expected integers >= 100 with commas between, such as 1e3,1e6.`)
}

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE)
  const unknown = positionals.find((name) => name !== 'bars' && name !== 'growth')
  if (unknown !== undefined) throw new Error(`"${unknown}": expected bars, growth or neither.`)
  const wanted = (part: string, all: readonly { name: string }[]): boolean =>
    (positionals.length === 0 || positionals.includes(part)) && all.some(({ name }) => name.includes(values.filter))
  const chosenBars = wanted('bars', bars) ? bars.filter(({ name }) => name.includes(values.filter)) : []
  const cases = wanted('growth', growthCases) ? growthCases.filter(({ name }) => name.includes(values.filter)) : []
  const sizes = chosenSizes()
  if (chosenBars.length + cases.length === 0)
    throw new Error(`--filter ${values.filter}: no name contains it; see --list.`)
  if (values.list) return console.log([...chosenBars, ...cases].map(({ name }) => name).join('\n'))

  console.log(
    `Node ${machine().node}, ${machine().cpu}, ${machine().cores} cores, load ${machine().load}; user CPU time`,
  )
  if (chosenBars.length > 0) console.log(`${'run'.padEnd(24)}     took  at most      memory   at most`)
  const barFigures = chosenBars.map(measureBar)
  const lines = cases.map((each) => measureGrowth(each, sizes))
  if (lines.length > 0) console.log(`\n${growthTable(lines).join('\n')}`)
  const grown = lines.filter((line) => Math.max(growthOf(line).node, growthOf(line).event) > mostGrowth)
  if (grown.length > 0) process.exitCode = 1
  if (values.chart !== undefined) writeFileSync(values.chart, await chartOf(cases, lines))
  const figures = { machine: machine(), seed: values.seed, bars: barFigures, growth: lines }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`)
}

function chartOf(cases: readonly GrowthCase[], lines: readonly CostLine[]): Promise<string> {
  const titles = { tables: 'Tables and zones', gossip: 'Gossip', floods: 'Floods' }
  const families = [...new Set(cases.map(({ family }) => family))]
  return growthChart(
    families.map((family) => ({
      title: titles[family],
      lines: lines.filter((_, i) => cases[i]!.family === family),
    })),
  )
}

try {
  await main()
} catch (error) {
  console.error(`bench:overlays: ${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}
