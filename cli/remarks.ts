import type { RunRecord, RunRemark } from '../analysis/record.ts'
import { warn } from './terminal.ts'

/** Tells on standard error what a reader of the results must know of how the runs ended. */
export function tellRemarks(records: readonly RunRecord[]): void {
  for (const line of remarkLines(records)) warn(line)
}

/** One line for each thing remarked on, in the words of the first run that shows it. */
export function remarkLines(records: readonly RunRecord[]): string[] {
  const first = new Map<string, { remark: RunRemark; replication: number; runs: number }>()
  for (const { remarks = [], replication } of records) {
    for (const remark of remarks) {
      const key = `${remark.kind} ${remark.subject}`
      const seen = first.get(key)
      if (seen === undefined) first.set(key, { remark, replication, runs: 1 })
      else seen.runs++
    }
  }
  return [...first.values()].map(({ remark, replication, runs }) =>
    records.length === 1
      ? remark.text
      : `${remark.text} (Replication ${replication}; so in ${runs} of ${records.length}.)`,
  )
}
