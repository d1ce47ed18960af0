import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeRuns } from '../analysis/csv/write-runs.ts'
import { type TheoryRow, writeTheory } from '../analysis/csv/theory-file.ts'
import { writeSeries } from '../analysis/csv/series-file.ts'
import { writeSummary } from '../analysis/csv/write-summary.ts'
import { buildManifest, codeState, writeManifest } from '../analysis/manifest.ts'
import type { RunRecord, StudyDescription, TheoryValue } from '../analysis/record.ts'
import { summarise, type PointNote, type SummaryRow } from '../analysis/summary.ts'
import { runCode, runCodeHash } from './code-hash.ts'
import type { Executor } from './executor/executor.ts'
import { Journal } from './journal.ts'
import { packageRoot, packageVersion } from './package-root.ts'
import { makePlan, type Plan, type PlanSettings, type RunSpec } from './plan.ts'
import type { Sampler, StudySampler } from './precision/sampler.ts'
import { samplerOf, writeAllocation, type AllocatedStudy } from './precision/study-sampler.ts'
import { seriesRows } from './series/series-runs.ts'
import { isOfShard, type Shard } from './shard.ts'
import type { Study } from './study.ts'
import { theoryGrid } from './theory-grid.ts'
import { theoryValues } from './theory.ts'
import { pilotSpecs } from './warm-up/pilot.ts'

/** How far a set of runs has come. */
export interface Progress {
  /** Runs that are finished, those saved by an earlier command included. */
  readonly done: number
  readonly total: number
  /** Runs among `done` that failed. */
  readonly failed: number
}

export interface SweepOptions {
  /** Results folder; made when it does not exist. */
  readonly out: string
  readonly executor: Executor
  /** The command line, for the manifest. */
  readonly command: string
  /** Delete what the folder holds instead of going on from there. */
  readonly fresh?: boolean
  /** Aborted when the user wants to stop; what is finished is saved. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Asked for more runs whenever all are done, until it wants none. Default: that of the study. */
  readonly sampler?: SweepSampler
  /** Do only a part; the tables are written by whoever merges the parts. */
  readonly shard?: Shard
  /** Other results folders whose runs are used where they are the same. */
  readonly reuse?: readonly string[]
  /** The runs that others have saved as failed count as done. */
  readonly merging?: boolean
}

/** What became of a sweep. */
export interface SweepResult {
  readonly out: string
  readonly description: StudyDescription
  readonly points: number
  readonly total: number
  /** Runs that an earlier command, or another part, had saved. */
  readonly reused: number
  /** Runs that are saved and did not fail. */
  readonly saved: number
  /** Runs that are neither saved nor failed, those of other parts included. */
  readonly missing: number
  /** Runs that were left when the user stopped, those of other parts not counted. */
  readonly left: number
  /** The part that was asked for, when it was not the whole. */
  readonly shard?: Shard
  /** False when the user stopped the sweep, or did a part; tables and charts are then those of an earlier command, if there are any. */
  readonly complete: boolean
  readonly failures: readonly RunRecord[]
  /** Rows of summary.csv; empty when the sweep was stopped. */
  readonly summary: readonly SummaryRow[]
  /** What makes the charts hard to read, or easy to misread. */
  readonly warnings: readonly string[]
}

function settingsOf(description: StudyDescription): PlanSettings {
  const { name: study, model, seed, replications, warmUp, horizon } = description
  return { study, model, codeHash: runCodeHash(model), seed, replications, warmUp, horizon }
}

/** The plan of a study. */
export function planOf({ description, points }: Study): Plan {
  return makePlan(settingsOf(description), points)
}

/**
 * Does the runs of a study that its results folder does not hold yet, saving each as soon as it is finished; then
 * writes runs.csv, summary.csv, manifest.json and the charts.
 * @throws when the folder can not be used
 */
export async function sweep(study: AllocatedStudy, options: SweepOptions): Promise<SweepResult> {
  const { out, fresh = false, shard, reuse = [] } = options
  const { description, rules } = study
  const settings = { ...settingsOf(description), replications: 0 }
  const { points } = makePlan(settings, study.points)
  // Before the runs: a closed form with a mistake should show at once.
  const theory = theoryValues(study.model, points)
  const identity = { study: study.name, model: description.model }
  const journal = Journal.open(out, identity, { fresh, shard, reuse, code: runCode(description.model) })
  try {
    const sampler = options.sampler ?? samplerOf(study)
    const rounds = new Rounds(sampler, journal, options)
    const series = rules.series === undefined ? [] : pilotSpecs(settings, points, rules.series)
    const finished = (await rounds.all()) && (series.length === 0 || (await rounds.also(series)))
    journal.sync()
    const { total, reused, missing, left, failures } = rounds
    const complete = finished && shard === undefined
    const counts = { points: points.length, total, reused, missing, left, saved: total - missing - failures.length }
    if (!complete) {
      const nothing = { complete, summary: [], warnings: [] }
      return { out, description, ...counts, failures, ...nothing, ...(shard && { shard }) }
    }
    const { choice, allocation } = sampler
    if (rules.budget !== undefined) writeAllocation(out, allocation)
    const settled = choice === undefined ? description : { ...description, warmUp: choice.warmUp }
    const records = rounds.records(sampler.chosen())
    const curves = theoryGrid(study.model, settled, points)
    if (series.length > 0) writeSeries(join(out, 'series.csv'), settled, seriesRows(settled, rounds.records(series)))
    else rmSync(join(out, 'series.csv'), { force: true })
    const results = await writeResults(settled, records, { theory, curves, notes: choice?.notes ?? [] }, options)
    return { out, description: settled, ...counts, complete, failures, ...results }
  } finally {
    journal.close()
  }
}

/** What the runner needs of a sampler: which runs are wanted next, and in the end which of them the result is made of. */
export type SweepSampler = Sampler & Pick<StudySampler, 'chosen' | 'choice' | 'allocation'>

/** The runs of a sweep, as its sampler asks for them round by round. */
class Rounds {
  readonly #sampler: SweepSampler
  readonly #journal: Journal
  readonly #options: SweepOptions
  /** Every run that was asked for. */
  readonly #specs: RunSpec[] = []
  readonly #records = new Map<string, RunRecord>()
  /** Runs that failed in this sweep: they are done, and tried again by the next. */
  readonly #failed = new Set<string>()
  #reused = 0
  #done = 0
  /** Those that were to be done here in the present round. */
  #own: readonly RunSpec[] = []

  constructor(sampler: SweepSampler, journal: Journal, options: SweepOptions) {
    this.#sampler = sampler
    this.#journal = journal
    this.#options = options
  }

  get total(): number {
    return this.#specs.length
  }

  get reused(): number {
    return this.#reused
  }

  get missing(): number {
    return this.#specs.filter(({ id }) => !this.#isDone(id)).length
  }

  get left(): number {
    return this.#own.filter(({ id }) => !this.#isDone(id)).length
  }

  get failures(): readonly RunRecord[] {
    const { merging = false } = this.#options
    const hasFailed = ({ id }: RunSpec): boolean => this.#failed.has(id) || (merging && !this.#journal.has(id))
    return this.records(this.#specs.filter(hasFailed))
  }

  /** @returns whether every run that the sampler wants is done */
  async all(): Promise<boolean> {
    for (;;) {
      const round = this.#sampler.more(this.records(this.#specs))
      if (round.length === 0) return true
      if (!(await this.also(round))) return false
    }
  }

  /** Does runs of which the sampler need not know. @returns whether all are done */
  async also(round: readonly RunSpec[]): Promise<boolean> {
    this.#specs.push(...round)
    await this.#round(round)
    // What is wanted next depends on all runs so far, those of the other parts included.
    if (this.#options.shard !== undefined) this.#journal.refresh()
    return round.every(({ id }) => this.#isDone(id))
  }

  /** The records of some runs in the same order; those that are not there are left out. */
  records(specs: readonly RunSpec[]): RunRecord[] {
    return specs.flatMap((spec) => {
      const record = this.#records.get(spec.id) ?? this.#read(spec)
      return record === undefined ? [] : [record]
    })
  }

  #read(spec: RunSpec): RunRecord | undefined {
    const saved = this.#journal.read(spec.id)
    if (saved === undefined) return undefined
    // What the spec says holds: a reused run belongs to this study, and one parameters object per design point
    // instead of one per run keeps large studies small.
    const record = { ...saved, ...spec }
    this.#records.set(spec.id, record)
    return record
  }

  async #round(round: readonly RunSpec[]): Promise<void> {
    const { executor, shard, signal, onProgress = () => {} } = this.#options
    const journal = this.#journal
    const missing = round.filter(({ id }) => !journal.has(id))
    this.#own = missing.filter((spec) => isOfShard(spec, shard))
    this.#reused += round.length - missing.length
    this.#done += round.length - missing.length
    const total = this.#specs.length - (missing.length - this.#own.length)
    const tell = (): void => onProgress({ done: this.#done, total, failed: this.#failed.size })
    tell()
    if (this.#own.length === 0) return
    for await (const record of executor.execute(this.#own, signal)) {
      journal.append(record)
      this.#done++
      if (record.stop === 'error') this.#failed.add(record.id)
      tell()
    }
  }

  #isDone(id: string): boolean {
    const { shard, merging = false } = this.#options
    // A run that failed in another part is a result; it is not tried again here.
    const elsewhere = (shard !== undefined || merging) && this.#journal.knows(id)
    return this.#journal.has(id) || this.#failed.has(id) || elsewhere
  }
}

async function writeResults(
  study: StudyDescription,
  records: readonly RunRecord[],
  {
    theory,
    curves,
    notes,
  }: { theory: readonly TheoryValue[]; curves: readonly TheoryRow[]; notes: readonly PointNote[] },
  { out, command }: SweepOptions,
): Promise<Pick<SweepResult, 'summary' | 'warnings'>> {
  const summary = summarise(study, records, theory, notes)
  writeRuns(join(out, 'runs.csv'), study, records)
  writeSummary(join(out, 'summary.csv'), study, summary)
  if (curves.length > 0) writeTheory(join(out, 'theory.csv'), study, curves)
  else rmSync(join(out, 'theory.csv'), { force: true })
  writeManifest(
    out,
    buildManifest({ command, version: packageVersion(), study, records, code: codeState(packageRoot) }),
  )
  removeParts(out)
  if (study.charts.length === 0) return { summary, warnings: [] }
  const { drawCharts } = await import('../analysis/chart/draw-charts.ts')
  return { summary, warnings: (await drawCharts(out)).flatMap(({ warnings }) => warnings) }
}

/** Removes half-written tables of sweeps that were killed; the folder is locked, so that nobody is writing one. */
function removeParts(folder: string): void {
  for (const name of readdirSync(folder))
    if (/^\..+\.\d+\.part$/.test(name)) rmSync(join(folder, name), { force: true })
}
