import { existsSync, statSync } from 'node:fs'
import { toJson } from '../analysis/json.ts'
import { isPackFolder, openPack, type OpenPack } from '../analysis/pack/open-pack.ts'
import { resultsFolders } from '../analysis/query/results-folders.ts'
import { threadExecutor } from '../experiments/executor/threads.ts'
import { reproduce, type Reproduction } from '../experiments/reproduce/reproduce.ts'
import { parseSample, type SampleSize } from '../experiments/reproduce/sample.ts'
import type { Progress } from '../experiments/runner.ts'
import type { ReproduceCommandOptions } from './commands/reproduce.ts'
import { interruptible } from './interrupt.ts'
import { progressReporter } from './progress.ts'
import { badges } from './badges.ts'
import { table } from './table.ts'
import { exitCodes, note, print, warn } from './terminal.ts'

/** Differences listed for each study; --json has them all. */
const listed = 5

/** Reproduces a pack or results folders, prints the verdicts and sets the exit code. */
export async function reproduceAndReport(target: string, options: ReproduceCommandOptions): Promise<void> {
  if (!existsSync(target)) throw new Error(`There is no pack or results folder ${target}.`)
  const sample = parseSample(options.sample)
  const pack = statSync(target).isFile() || isPackFolder(target) ? openPack(target) : undefined
  try {
    const folders = pack === undefined ? resultsFolders(target) : [pack.results]
    const outcomes = await interruptible((signal) => reproduceAll(folders, { ...options, sample }, signal))
    if (outcomes === undefined) {
      note('Stopped. Nothing was changed.')
      process.exitCode = exitCodes.interrupted
      return
    }
    report(outcomes, pack, options)
  } finally {
    pack?.close()
  }
}

interface Outcomes {
  readonly done: readonly Reproduction[]
  /** Folders that could not be judged, each with the reason. */
  readonly broken: readonly { readonly folder: string; readonly problem: string }[]
}

/** @returns undefined when the signal stopped it */
async function reproduceAll(
  folders: readonly string[],
  { sample, salt, jobs }: { sample: SampleSize; salt: string; jobs: number },
  signal: AbortSignal,
): Promise<Outcomes | undefined> {
  const done: Reproduction[] = []
  const broken: { folder: string; problem: string }[] = []
  for (const folder of folders) {
    const progress = await progressReporter(folder)
    const onProgress = (now: Progress): void => progress.update(now)
    try {
      const result = await reproduce(folder, { sample, salt, executor: threadExecutor({ jobs }), signal, onProgress })
      if (result === undefined) return undefined
      done.push(result)
    } catch (error) {
      // One that can not be judged must not hide the verdicts on the others.
      if (folders.length === 1) throw error
      broken.push({ folder, problem: error instanceof Error ? error.message : String(error) })
    } finally {
      progress.stop()
    }
  }
  return { done, broken }
}

function report({ done, broken }: Outcomes, pack: OpenPack | undefined, { json }: ReproduceCommandOptions): void {
  if (json === true) {
    print(toJson([...done.map(({ manifest, ...rest }) => ({ study: manifest.study.name, ...rest })), ...broken]))
  } else {
    const tables = done.length === 0 ? [] : [studyTable(done), differences(done), badgeTable(done, broken.length, pack)]
    print(tables.join('\n'))
  }
  for (const { folder, problem } of broken) warn(`${folder} can not be done again. ${problem}`)
  if (broken.length > 0 || done.some(({ reproduced }) => !reproduced)) process.exitCode = exitCodes.disagrees
}

function studyTable(done: readonly Reproduction[]): string {
  const rows = done.map((one) => [
    one.manifest.study.name,
    `${one.rerun} of ${one.runs}`,
    `${one.equal} equal`,
    `${one.summary.equal} equal${one.summary.different.length > 0 ? `, ${one.summary.different.length} not` : ''}`,
    `${one.charts.filter(({ different }) => different.length === 0).length} of ${one.charts.length} equal`,
    one.sameCode ? 'the same' : 'another',
    one.reproduced ? 'REPRODUCED' : 'DIFFERS',
  ])
  const headings = ['Study', 'Runs done again', 'Rows', 'Summary', 'Charts', 'Code', 'Verdict']
  return `${table(
    headings.map((heading) => ({ heading })),
    rows,
  )}\n`
}

function differences(done: readonly Reproduction[]): string {
  const lines = done.flatMap(({ manifest, different, summary, charts }) => {
    const all = [
      ...different,
      ...summary.different.map((text) => `summary: ${text}`),
      ...charts
        .filter((chart) => chart.different.length > 0)
        .map((chart) => `chart ${chart.id}: ${chart.different.join(', ')}`),
    ]
    if (all.length === 0) return []
    const more = all.length > listed ? [`  ... and ${all.length - listed} more`] : []
    return [`${manifest.study.name}:`, ...all.slice(0, listed).map((text) => `  ${text}`), ...more]
  })
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function badgeTable(done: readonly Reproduction[], broken: number, pack: OpenPack | undefined): string {
  return table(
    [{ heading: 'Badge' }, { heading: 'Verdict' }, { heading: 'Evidence' }],
    badges(done, broken, pack).map(({ badge, verdict, evidence }) => [badge, verdict, evidence]),
  )
}
