import { Command } from 'commander'
import { packageVersion } from '../experiments/package-root.ts'
import { addChart } from './commands/chart.ts'
import { addDescribe } from './commands/describe.ts'
import { addList } from './commands/list.ts'
import { addNew } from './commands/new.ts'
import { addQuickstart } from './commands/quickstart.ts'
import { addRun } from './commands/run.ts'
import { addSweep } from './commands/sweep.ts'
import { addValidate } from './commands/validate.ts'
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
        '3 a claim disagrees, 130 interrupted (finished runs are saved).\n' +
        'MEANWHILE_DEBUG=1 shows where an error happened. NO_COLOR=1 switches colours off.',
    )
  for (const add of [addList, addDescribe, addRun, addSweep, addValidate, addChart, addNew, addQuickstart]) add(program)
  return program
}
