import type { Command } from 'commander'
import type { ClaimResult } from '../../experiments/validate.ts'
import { examples, jobsOption } from '../options.ts'
import { exitCodes, note, print } from '../terminal.ts'

export function addValidate(program: Command): void {
  program
    .command('validate')
    .argument('[models...]', 'names of models (default: all)')
    .description('compare models with closed forms and published figures')
    .option('--seed <text>', 'root of all random numbers, in place of that of the claims')
    .option('--json', 'print the results as JSON')
    .addOption(jobsOption())
    .addHelpText(
      'after',
      examples([
        ['meanwhile validate', 'every claim of every model'],
        ['meanwhile validate queueing/mmc --json', 'one model, for another program'],
        ['meanwhile validate --seed other', 'with other random numbers: of a thousand true claims one may disagree'],
      ]) +
        '\nA claim agrees when its 99.9 % interval is narrow enough and holds the expected value (or comes within 1 % of it).\n',
    )
    .action(validateModels)
}

interface ValidateOptions {
  seed?: string
  json?: boolean
  jobs: number
}

async function validateModels(models: string[], { seed, json, jobs }: ValidateOptions): Promise<void> {
  const [{ validate }, { listModels }, { threadExecutor }, { progressReporter }, { interruptible }] = await Promise.all(
    [
      import('../../experiments/validate.ts'),
      import('../../models/registry.ts'),
      import('../../experiments/executor/threads.ts'),
      import('../progress.ts'),
      import('../interrupt.ts'),
    ],
  )
  const names = models.length > 0 ? models : (await listModels()).map(({ name }) => name)
  const began = Date.now()
  const progress = await progressReporter('validate')
  const executor = threadExecutor({ jobs })
  const task = (signal: AbortSignal) =>
    validate(names, {
      executor,
      signal,
      onProgress: (now) => progress.update(now),
      ...(seed !== undefined && { seed }),
    })
  const results = await interruptible(task).finally(() => progress.stop())
  if (results === undefined) {
    note('Stopped; a validation is judged as a whole, so nothing is saved.')
    process.exitCode = exitCodes.interrupted
    return
  }
  print(
    json === true
      ? JSON.stringify(results, undefined, 2)
      : `${await asTable(results)} (${Math.round((Date.now() - began) / 1000)} s)`,
  )
  process.exitCode = exitCodeOf(results)
}

function exitCodeOf(results: readonly ClaimResult[]): number {
  if (results.some(({ verdict }) => verdict === 'disagrees')) return exitCodes.disagrees
  return results.some(({ verdict }) => verdict === 'undecided') ? exitCodes.incomplete : exitCodes.ok
}

async function asTable(results: readonly ClaimResult[]): Promise<string> {
  const { table, formatNumber, formatHalfWidth } = await import('../table.ts')
  const rows = results.map(({ verdict, model, metric, expected, mean, halfWidth, claim }, i) => [
    verdict,
    metric,
    formatNumber(expected),
    formatNumber(mean),
    formatHalfWidth(halfWidth),
    // Said once for all of its metrics.
    results[i - 1]?.claim === claim && results[i - 1]?.model === model ? '' : `${model}: ${claim}`,
  ])
  const columns = [
    { heading: 'Verdict' },
    { heading: 'Metric' },
    { heading: 'Expected', align: 'right' as const },
    { heading: 'Mean', align: 'right' as const },
    { heading: '99.9 %' },
    { heading: 'Claim' },
  ]
  const count = (verdict: ClaimResult['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length
  const failures = results.flatMap(({ model, claim, error }) =>
    error === undefined ? [] : [`${model}, "${claim}": ${error}`],
  )
  const totals = `${count('agrees')} agree, ${count('undecided')} undecided, ${count('disagrees')} disagree`
  return [table(columns, rows), '', ...new Set(failures), totals].join('\n')
}
