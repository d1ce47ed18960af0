import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runColumns } from '../analysis/csv/run-columns.ts'
import { buildManifest, writeManifest } from '../analysis/manifest.ts'
import { queryResults } from '../analysis/query/query.ts'
import { sampleStudy } from '../analysis/sample-study.ts'

/**
 * `node dist/bench/query-scale.js [ROWS]`: seconds that `meanwhile sql` takes over so many runs. Ends with code 1 above
 * 2 s for a million.
 */

const rows = Number(process.argv[2] ?? 1_000_000)
const longest = 2

const study = {
  ...sampleStudy,
  factors: [
    sampleStudy.factors[0]!,
    { name: 'load', unit: '1', levels: Array.from({ length: 500 }, (_, i) => i / 500) },
  ],
}
const folder = mkdtempSync(join(tmpdir(), 'meanwhile-query-scale-'))
try {
  writeManifest(
    folder,
    buildManifest({ command: 'bench', version: '0', study, records: [], code: { commit: null, dirty: null } }),
  )
  const file = join(folder, 'runs.csv')
  const fd = openSync(file, 'w')
  writeSync(fd, `${runColumns(study).join(',')}\n`)
  let chunk = ''
  for (let i = 0; i < rows; i++) {
    const load = (i % 500) / 500
    const servers = (i % 2) + 1
    chunk += `${(i * 2654435761).toString(16).padStart(16, '0')},queueing/mmc,queueing/mmc,s${servers}l${load},${Math.floor(i / 1000)},root,${servers},${load},exponential(1s),${Math.sin(i) + 2},${load},40368,horizon,37f34b60${i.toString(16).padStart(8, '0')}\n`
    if (chunk.length > 1e6) {
      writeSync(fd, chunk)
      chunk = ''
    }
  }
  writeSync(fd, chunk)
  closeSync(fd)
  const queries = [
    'select servers, avg(meanWait), stddev(meanWait), quantile_cont(meanWait, 0.99), count(*) from runs group by all order by all',
    'select load, avg(meanWait) from runs where servers = 2 group by all order by all limit 5',
    'select count(*) from runs',
  ]
  console.log(`${rows} runs, ${(statSync(file).size / 1e6).toFixed(0)} MB of CSV`)
  for (const sql of queries) {
    const start = performance.now()
    await queryResults(sql, [folder])
    const seconds = (performance.now() - start) / 1000
    console.log(`${seconds.toFixed(2)} s  ${sql}`)
    if (seconds > (longest * Math.max(rows, 1_000_000)) / 1_000_000) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}
