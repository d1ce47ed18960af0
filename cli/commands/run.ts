import type { Command } from 'commander'
import { Option } from 'commander'
import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import type { SingleRunStudy } from '../../experiments/single-run.ts'
import { assignments } from '../assignments.ts'
import { chosenExecutor } from '../chosen-executor.ts'
import { eventListOption, examples, jobsOption, positiveInteger } from '../options.ts'
import { tellRemarks } from '../remarks.ts'
import { exitCodes, note, print } from '../terminal.ts'

interface RunOptions {
  set: string[]
  seed?: string
  replications?: number
  warmUp?: string
  horizon?: string
  json?: boolean
  csv?: boolean
  eventList?: EventListKind
  jobs: number
  trace?: string
  untilEvent?: number
}

export function addRun(program: Command): void {
  program
    .command('run')
    .argument('<model>', 'name of a model, area/name')
    .description('simulate one setting of a model and print its metrics')
    .option(
      '--set <name=value...>',
      'parameters that differ from their defaults; units are understood (10ms, 1Gbps, 64KiB)',
      [],
    )
    .option('--seed <text>', 'root of all random numbers')
    .option('--replications <n>', 'independent repetitions', positiveInteger)
    .option('--warm-up <duration>', 'start that is not measured, such as 500 or 10min')
    .option('--horizon <duration>', 'end of the simulated time, such as 5500 or 2h')
    .addOption(new Option('--json', 'print one JSON object').conflicts('csv'))
    .option('--csv', 'print one row per replication, in the columns of runs.csv')
    .addOption(eventListOption())
    .addOption(jobsOption())
    .option('--trace <file>', 'write every event of one run: .json for https://ui.perfetto.dev, .log for text')
    .addOption(
      new Option('--until-event <n>', 'stop one run after its n-th event and tell where it stands')
        .argParser(positiveInteger)
        .conflicts(['json', 'csv']),
    )
    .addHelpText(
      'after',
      examples([
        ['meanwhile run queueing/mmc', 'the defaults'],
        ['meanwhile run queueing/mmc --set servers=12 arrivalRate=10/s', 'two parameters changed'],
        ['meanwhile run queueing/mmc --replications 20 --horizon 2h --json', 'longer, for another program'],
        ['meanwhile run queueing/mmc --horizon 510 --trace mmc.json', 'look at it in Perfetto'],
      ]),
    )
    .action(run)
}

async function run(name: string, options: RunOptions): Promise<void> {
  const [{ singleRun }, { progressReporter }] = await Promise.all([
    import('../../experiments/single-run.ts'),
    import('../progress.ts'),
  ])
  const { set, seed, warmUp, horizon } = options
  const replications = watches(options) ? onlyOne(options) : options.replications
  const study = await singleRun(name, {
    parameters: assignments(set),
    ...(seed !== undefined && { seed }),
    ...(replications !== undefined && { replications }),
    ...(warmUp !== undefined && { warmUp }),
    ...(horizon !== undefined && { horizon }),
  })
  if (watches(options)) return watch(study, options)
  const progress = await progressReporter(name)
  const records: RunRecord[] = []
  let failed = 0
  const executor = await chosenExecutor(study.plan.specs.length, options)
  for await (const record of executor.execute(study.plan.specs)) {
    records.push(record)
    if (record.stop === 'error') failed++
    progress.update({ done: records.length, total: study.plan.specs.length, failed })
  }
  progress.stop()
  records.sort((a, b) => a.replication - b.replication)
  const failures = records.filter(({ stop }) => stop === 'error')
  if (failed < records.length || options.json === true || options.csv === true) await show(study, records, options)
  tellRemarks(records)
  if (failures.length === 0) return
  note(`error: ${failures.length} of ${records.length} runs failed. The first: ${failures[0]!.error}`)
  process.exitCode = exitCodes.incomplete
}

async function show(study: SingleRunStudy, records: RunRecord[], { json, csv }: RunOptions): Promise<void> {
  const output = await import('../run-output.ts')
  if (json === true) print(output.asJson(study, records))
  else if (csv === true) process.stdout.write(output.asCsv(study, records))
  else print(output.asTable(study, records))
}

const watches = ({ trace, untilEvent }: RunOptions): boolean => trace !== undefined || untilEvent !== undefined

function onlyOne({ replications = 1 }: RunOptions): number {
  if (replications === 1) return 1
  throw new Error(`--replications ${replications}: --trace and --until-event look at one run; leave it out.`)
}

async function watch(study: SingleRunStudy, options: RunOptions): Promise<void> {
  const { trace, untilEvent } = options
  const { watchRun } = await import('../watched-run.ts')
  const { record, whereItStands, failure, events } = watchRun(study, options)
  if (record !== undefined) {
    await show(study, [record], options)
    tellRemarks([record])
  }
  if (whereItStands !== undefined) print(whereItStands)
  else if (failure !== undefined) {
    note(`error: ${failure}`)
    process.exitCode = exitCodes.incomplete
  } else if (untilEvent !== undefined) note(`The run ended after ${events} events, before event ${untilEvent}.`)
  if (trace !== undefined) note(`Trace of ${events} events: ${trace}`)
}
