import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { Result } from './measure.ts'

/** Kept out of git: figures of another machine, or of this one on another day, prove nothing. */
const FILE = 'bench/baseline.local.json'

interface Baseline {
  machine: Machine
  results: Result[]
}

/** What two runs must share to be shown side by side. */
const kind = ({ node, arch, cpu, cores }: Machine): string => [node, arch, cpu, cores].join()

/** Adds the figures to the baseline, replacing those of the same benchmarks; returns its path from the root. */
export function saveBaseline(root: string, machine: Machine, results: readonly Result[]): string {
  const fresh = new Set(results.map(({ name }) => name))
  const kept = (readBaseline(root, machine) ?? []).filter(({ name }) => !fresh.has(name))
  const baseline: Baseline = { machine, results: [...kept, ...results] }
  writeFileSync(join(root, FILE), `${JSON.stringify(baseline, undefined, 2)}\n`)
  return FILE
}

/** Figures saved before on the same kind of machine and version of Node; undefined when there are none. */
export function readBaseline(root: string, machine: Machine): Result[] | undefined {
  const path = join(root, FILE)
  if (!existsSync(path)) return undefined
  const baseline = JSON.parse(readFileSync(path, 'utf8')) as Baseline
  return kind(baseline.machine) === kind(machine) ? baseline.results : undefined
}
