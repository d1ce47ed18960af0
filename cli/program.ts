import { Command } from 'commander'
import { packageVersion } from '../experiments/package-root.ts'
import { addChart } from './commands/chart.ts'
import { addCheck } from './commands/check.ts'
import { addCompare } from './commands/compare.ts'
import { addContrast } from './commands/contrast.ts'
import { addDescribe } from './commands/describe.ts'
import { addExtend } from './commands/extend.ts'
import { addExport } from './commands/export.ts'
import { addLint } from './commands/lint.ts'
import { addList } from './commands/list.ts'
import { addLongRun } from './commands/long-run.ts'
import { addMerge } from './commands/merge.ts'
import { addMethods } from './commands/methods.ts'
import { addNew } from './commands/new.ts'
import { addPack } from './commands/pack.ts'
import { addQuickstart } from './commands/quickstart.ts'
import { addReproduce } from './commands/reproduce.ts'
import { addRerun } from './commands/rerun.ts'
import { addReport } from './commands/report.ts'
import { addRun } from './commands/run.ts'
import { addSql } from './commands/sql.ts'
import { addSweep } from './commands/sweep.ts'
import { addValidate } from './commands/validate.ts'
import { addWarmUp } from './commands/warm-up.ts'
import { addWhy } from './commands/why.ts'
import { addWorker } from './commands/worker.ts'
import { examples } from './options.ts'

/** The command with all its subcommands. Each loads what it needs when it is called, so that `list` stays quick. */
export function makeProgram(): Command {
  const program = new Command('meanwhile')
    .description(
      'Discrete-event simulation of distributed systems: validated models, reproducible sweeps, CSV and charts.',
    )
    .version(packageVersion())
    .showHelpAfterError('(add --help for the usage and examples)')
    .exitOverride()
    .addHelpText(
      'after',
      examples([
        ['meanwhile list', 'the models and studies there are'],
        ['meanwhile run queueing/mmc --set servers=12', 'simulate one setting'],
        ['meanwhile sweep queueing/mmc', 'run a study: CSV, summary, charts'],
        ['meanwhile validate', 'compare every model with theory and papers'],
      ]) +
        '\nExit codes: 0 all good, 1 wrong use or input, 2 some runs failed or a claim is undecided,\n' +
        '3 a claim disagrees or a comparison found a change, 4 a comparison is inconclusive,\n' +
        '130 interrupted (finished runs are saved).\n' +
        'MEANWHILE_DEBUG=1 shows where an error happened. NO_COLOR=1 switches colours off.',
    )
  const scale = [addMerge, addWhy, addRerun, addWorker]
  for (const add of [
    addList,
    addDescribe,
    addRun,
    addSweep,
    addLint,
    addValidate,
    addChart,
    addReport,
    addMethods,
    addNew,
    addQuickstart,
    ...scale,
  ])
    add(program)
  for (const add of [addCompare, addCheck, addSql, addExport, addPack, addReproduce]) add(program)
  for (const add of [addExtend, addContrast, addWarmUp, addLongRun]) add(program)
  return program
}
