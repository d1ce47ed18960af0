import { join } from 'node:path'
import { writeWholeFile } from '../analysis/atomic-file.ts'
import { readRuns } from '../analysis/csv/read-runs.ts'
import { effectsCsv, effectTable } from '../experiments/effects.ts'
import type { Study } from '../experiments/study.ts'
import { print, warn } from './terminal.ts'
import { formatNumber, table } from './table.ts'

/** Writes and prints the effects of the factors, where the design of the study was made to find them. */
export function reportEffects(study: Study, out: string): void {
  const { rows, twoLevel } = study.design
  if (rows === undefined && twoLevel === undefined) return
  const effects = effectTable(study, readRuns(join(out, 'runs.csv'), study.description))!
  writeWholeFile(join(out, 'effects.csv'), effectsCsv(effects))
  print(`Effects: ${out}/effects.csv`)
  const cell = (value: unknown): string =>
    typeof value === 'number' ? (Number.isNaN(value) ? '' : formatNumber(value)) : String(value)
  print(
    table(
      effects.header.map((heading, i) => ({ heading, ...(i > 2 && { align: 'right' as const }) })),
      effects.rows.map((row) => row.map(cell)),
    ),
  )
  effects.notes.forEach(warn)
}
