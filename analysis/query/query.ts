import type { DuckDBConnection } from '@duckdb/node-api'
import { AnalysisError } from '../errors.ts'
import type { PlainValue } from '../record.ts'
import { type LoadDuckDb, sqlText, withDuckDb } from './duckdb.ts'
import { tableDocs, tableStatements } from './tables.ts'

/** What a query gave: columns and rows of plain values, null for a missing one. */
export interface QueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (PlainValue | null)[])[]
}

/**
 * Asks results folders a question in SQL (the dialect of DuckDB). The tables are those of `tableDocs`. Nothing is
 * changed: the database lives in memory and only reads the files.
 * @param folders Results folders of one study or several.
 * @throws AnalysisError when DuckDB is not installed, a folder has no sound results, or the SQL can not be run.
 */
export async function queryResults(
  sql: string,
  folders: readonly string[],
  loadDuckDb?: LoadDuckDb,
): Promise<QueryResult> {
  const tables = tableStatements(folders, sql)
  return await withDuckDb(async (connection) => {
    await makeTables(connection, tables)
    const result = await explained(() => connection.runAndReadAll(sql))
    return { columns: result.columnNames(), rows: result.getRowsJS().map((row) => row.map(plain)) }
  }, loadDuckDb)
}

/**
 * Writes the answer to a query as a Parquet file (zstd). `select * from runs` gives all runs.
 * @throws AnalysisError as `queryResults` does, and when the file can not be written.
 */
export async function writeParquet(
  path: string,
  sql: string,
  folders: readonly string[],
  loadDuckDb?: LoadDuckDb,
): Promise<void> {
  const tables = tableStatements(folders, sql)
  await withDuckDb(async (connection) => {
    await makeTables(connection, tables)
    const query = sql.trim().replace(/;$/, '')
    await explained(() => connection.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`))
  }, loadDuckDb)
}

async function makeTables(connection: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await connection.run(statement)
    } catch (cause) {
      throw csvProblem(cause)
    }
  }
}

async function explained<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } catch (cause) {
    const message = messageOf(cause)
    if (/CSV Error|^Conversion Error: CSV/m.test(message)) throw csvProblem(cause)
    const tables = Object.entries(tableDocs).map(([name, doc]) => `  ${name}: ${doc}`)
    throw new AnalysisError(
      `The query can not be run. DuckDB says: ${message}\nTables:\n${tables.join('\n')}\nTheir columns: meanwhile sql "describe runs" <results>`,
      { cause },
    )
  }
}

/** DuckDB's own text goes on with a page of advice about options that a user of ours can not set. */
function csvProblem(cause: unknown): AnalysisError {
  const message = messageOf(cause)
  const [first = '', second = '', third = ''] = message.split('\n')
  const line = /Line: (\d+)/.exec(message)?.[1]
  const file = /(?:^\s*file ?= ?|file ")([^"\n]+)/m.exec(message)?.[1]
  const where = file === undefined ? '' : `${file.trim()}${line === undefined ? '' : `, line ${line}`}: `
  const said = [first, second, third].filter((text) => text !== '' && !text.startsWith('Possible')).join(' ')
  return new AnalysisError(
    `${where}the file can not be read. DuckDB says: ${said} Run the study again to rewrite it.`,
    {
      cause,
    },
  )
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

/** DuckDB's values as those of a CSV cell: integers as numbers where they are exact, lists and dates as text. */
function plain(value: unknown): PlainValue | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (value instanceof Date) return value.toISOString()
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part))
}
