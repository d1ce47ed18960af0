import type { DuckDBConnection } from '@duckdb/node-api'
import { AnalysisError } from '../errors.ts'

/** Loads the package; a test puts one in its place that is not there. */
export type LoadDuckDb = () => Promise<typeof import('@duckdb/node-api')>

const load: LoadDuckDb = () => import('@duckdb/node-api')

/**
 * Does something with an empty database in memory, and closes it.
 * @throws AnalysisError when DuckDB, an optional dependency, is not installed or does not run on this machine.
 */
export async function withDuckDb<T>(
  task: (connection: DuckDBConnection) => Promise<T>,
  loadDuckDb: LoadDuckDb = load,
): Promise<T> {
  let duckdb: typeof import('@duckdb/node-api')
  try {
    duckdb = await loadDuckDb()
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new AnalysisError(
      `SQL and Parquet need DuckDB, which is not installed here (${reason}). Install it with: npm install @duckdb/node-api. ` +
        'CSV needs nothing more: see runs.csv, summary.csv and meanwhile export --long.',
      { cause },
    )
  }
  const database = await duckdb.DuckDBInstance.create(':memory:')
  try {
    const connection = await database.connect()
    try {
      return await task(connection)
    } finally {
      connection.closeSync()
    }
  } finally {
    database.closeSync()
  }
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
