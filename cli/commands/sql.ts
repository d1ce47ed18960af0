import { Option, type Command } from 'commander'
import { examples } from '../options.ts'
import { note, print } from '../terminal.ts'

interface SqlOptions {
  csv?: boolean
  json?: boolean
  parquet?: string
}

export function addSql(program: Command): void {
  program
    .command('sql')
    .argument('<query>', 'SQL in the dialect of DuckDB, over the tables runs, summary and long')
    .argument('<results...>', 'results folders, or folders that hold some')
    .description('ask results folders a question in SQL; nothing is changed')
    .addOption(new Option('--csv', 'print CSV').conflicts(['json', 'parquet']))
    .addOption(new Option('--json', 'print a JSON array with one object per row').conflicts('parquet'))
    .option('--parquet <file>', 'write the answer as a Parquet file')
    .addHelpText(
      'after',
      '\nTables:\n  runs     one row per run, the columns of runs.csv\n  summary  one row per design point and metric, the columns of summary.csv\n' +
        '  long     one row per run and metric: the columns of runs, with metric, unit and value in place of the metrics\n' +
        'Each has a column folder. `describe runs` lists the columns.\n' +
        examples([
          [
            'meanwhile sql "select servers, avg(meanWait) from runs group by all order by all" results/queueing/mmc',
            '',
          ],
          ['meanwhile sql "select * from long" results --csv', 'all runs of all studies, tidy'],
          ['meanwhile sql "select * from runs" results/queueing/mmc --parquet runs.parquet', ''],
        ]),
    )
    .action(sql)
}

async function sql(query: string, results: readonly string[], options: SqlOptions): Promise<void> {
  const [{ queryResults, writeParquet }, { resultsFolders }] = await Promise.all([
    import('../../analysis/query/query.ts'),
    import('../../analysis/query/results-folders.ts'),
  ])
  const folders = [...new Set(results.flatMap(resultsFolders))]
  if (options.parquet !== undefined) {
    await writeParquet(options.parquet, query, folders)
    note(`Written: ${options.parquet}`)
    return
  }
  const { columns, rows } = await queryResults(query, folders)
  if (options.json === true) {
    const { toJson } = await import('../../analysis/json.ts')
    print(toJson(rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))))
  } else if (options.csv === true) {
    const { csvText } = await import('../../analysis/csv/csv-text.ts')
    process.stdout.write(csvText(columns, rows))
  } else {
    const { table } = await import('../table.ts')
    const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'))
    const headings = columns.map((heading, i) => ({ heading, align: numeric[i] === true ? 'right' : 'left' }) as const)
    print(
      table(
        headings,
        rows.map((row) => row.map((value) => (value === null ? '-' : String(value)))),
      ),
    )
  }
}
