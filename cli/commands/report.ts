import type { Command } from 'commander'
import { examples } from '../options.ts'
import { exitCodes, print, warn } from '../terminal.ts'

export function addReport(program: Command): void {
  program
    .command('report')
    .argument('<results>', 'a results folder, as sweep writes it')
    .description('write report.html: charts that can be hovered, estimates, methods, provenance, in one file')
    .option('--out <file>', 'where to write it (default: report.html in the results folder)')
    .addHelpText(
      'after',
      examples([['meanwhile report results/queueing/mmc', 'open report.html in any browser; it needs no network']]),
    )
    .action(report)
}

async function report(folder: string, { out }: { out?: string }): Promise<void> {
  const { writeReport } = await import('../../analysis/report/write-report.ts')
  const { path, warnings, missing } = await writeReport(folder, out)
  print(path)
  warnings.forEach(warn)
  if (missing > 0) process.exitCode = exitCodes.incomplete
}
