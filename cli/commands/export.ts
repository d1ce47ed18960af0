import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { examples } from '../options.ts'
import { note } from '../terminal.ts'

interface ExportOptions {
  long?: boolean
  dat?: boolean
  parquet?: boolean
  out?: string
}

export function addExport(program: Command): void {
  program
    .command('export')
    .argument('<results>', 'a results folder, as sweep writes it')
    .description('write the runs of a results folder in another form')
    .addOption(
      new Option('--long', 'CSV with one row per run and metric: factors, metric, unit, value').conflicts([
        'dat',
        'parquet',
      ]),
    )
    .addOption(
      new Option('--dat', 'columns between spaces, which gnuplot reads without any option').conflicts('parquet'),
    )
    .option('--parquet', 'Parquet (needs DuckDB, an optional dependency)')
    .option(
      '--out <file>',
      'file to write (default: long.csv, runs.dat and summary.dat, or runs.parquet beside the runs)',
    )
    .addHelpText(
      'after',
      '\nruns.csv and summary.csv themselves are read by pandas.read_csv, by read.csv of R, and by gnuplot after\n"set datafile separator comma".\n' +
        examples([
          ['meanwhile export results/queueing/mmc --long', 'results/queueing/mmc/long.csv'],
          ['meanwhile export results/queueing/mmc --dat', 'runs.dat and summary.dat'],
          ['meanwhile export results/queueing/mmc --parquet --out /tmp/mmc.parquet', ''],
        ]),
    )
    .action(exportRuns)
}

async function exportRuns(folder: string, options: ExportOptions): Promise<void> {
  const { readManifest } = await import('../../analysis/manifest.ts')
  const { study } = readManifest(folder)
  if (options.parquet === true) {
    const { writeParquet } = await import('../../analysis/query/query.ts')
    const file = options.out ?? join(folder, 'runs.parquet')
    await writeParquet(file, 'SELECT * EXCLUDE (folder) FROM runs', [folder])
    note(`Written: ${file}`)
  } else if (options.dat === true) {
    await writeDat(folder, options.out)
  } else if (options.long === true) {
    const { readRecords } = await import('../../analysis/csv/read-records.ts')
    const { writeLong } = await import('../../analysis/csv/write-long.ts')
    const file = options.out ?? join(folder, 'long.csv')
    writeLong(file, study, readRecords(join(folder, 'runs.csv'), study))
    note(`Written: ${file}`)
  } else {
    throw new Error('Which form? Give --long, --dat or --parquet; runs.csv is there already.')
  }
}

/** Both tables; with a file name of the user's only the runs. */
async function writeDat(folder: string, out: string | undefined): Promise<void> {
  const { csvLines } = await import('../../analysis/csv/csv-lines.ts')
  const { writeWholeFile } = await import('../../analysis/atomic-file.ts')
  const { columnsText } = await import('../../analysis/csv/columns-text.ts')
  for (const name of out === undefined ? ['runs', 'summary'] : ['runs']) {
    const file = out ?? join(folder, `${name}.dat`)
    writeWholeFile(file, columnsText(csvLines(join(folder, `${name}.csv`))))
    note(`Written: ${file}`)
  }
}
