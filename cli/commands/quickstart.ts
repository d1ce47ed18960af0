import type { Command } from 'commander'
import { examples, jobsOption } from '../options.ts'
import { exitCodes, note, print } from '../terminal.ts'

export function addQuickstart(program: Command): void {
  program
    .command('quickstart')
    .description('run a bundled study or two of every area and show what came out')
    .option('--all', 'every bundled study, which takes some ten minutes', false)
    .addOption(jobsOption())
    .option('--out <folder>', 'where the results go', 'results/quickstart')
    .addHelpText('after', examples([['meanwhile quickstart', 'CSV, summary and charts in results/quickstart']]))
    .action(quickstart)
}

async function quickstart({ jobs, out, all }: { jobs: number; out: string; all: boolean }): Promise<void> {
  const [
    { quickstartStudies, headline, theoryAgreement },
    { loadStudy },
    { runSweep, reportFailures },
    { table, formatNumber, formatHalfWidth },
  ] = await Promise.all([
    import('../../experiments/quickstart.ts'),
    import('../../experiments/study.ts'),
    import('../sweep-report.ts'),
    import('../table.ts'),
  ])
  const rows: string[][] = []
  for (const { name, out: folder } of quickstartStudies(out, all)) {
    note(`${name} ...`)
    const result = await runSweep(await loadStudy(name), folder, { jobs })
    if (!result.complete) {
      note(`${result.saved} of ${result.total} runs of ${name} saved; run the same command to go on.`)
      process.exitCode = exitCodes.interrupted
      return
    }
    reportFailures(result)
    if (result.failures.length > 0) process.exitCode = exitCodes.incomplete
    const row = headline(result)
    const { compared, inside } = theoryAgreement(result.summary)
    const value =
      row === undefined
        ? '-'
        : `${row.metric} = ${formatNumber(row.estimate)} ${formatHalfWidth(row.high - row.estimate)} ${row.unit}`
    const factors = Object.entries(row?.factors ?? {}).map(([factor, level]) => `${factor}=${level}`)
    const theory = compared === 0 ? '-' : `${inside} of ${compared}`
    rows.push([name, String(result.points), String(result.total), value, factors.join(', '), theory])
  }
  const columns = [
    { heading: 'Study' },
    { heading: 'Points', align: 'right' as const },
    { heading: 'Runs', align: 'right' as const },
    { heading: 'For example (95 % interval)' },
    { heading: 'at' },
    { heading: 'Theory in interval', align: 'right' as const },
  ]
  print(`${table(columns, rows)}\n\nTables and charts: ${out}/<study>/{runs.csv,summary.csv,manifest.json,charts/}`)
  print('Next: meanwhile list, meanwhile run queueing/mmc --set servers=12, meanwhile validate')
}
