import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { strToU8 } from 'fflate'
import { readSummary } from '../csv/read-summary.ts'
import { readSomeRecords } from '../csv/read-records.ts'
import { AnalysisError, fileError } from '../errors.ts'
import { toJson } from '../json.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import { checksumsFile, checksumsOf } from './checksums.ts'
import { type FigureCost, packReadme } from './pack-readme.ts'
import { type Files, zipFiles } from './zip.ts'

/** Name and version of the pack's format. */
export const packSchema = 'meanwhile/pack@1'
/** Path of the description of a pack inside it. */
export const packFile = 'pack.json'

/** Files of results that some studies have, and what they are. */
const optional: readonly (readonly [name: string, what: string])[] = [
  ['theory.csv', 'closed forms between the design points, for smooth curves'],
  ['series.csv', 'samples over time of some runs'],
  ['effects.csv', 'effects of the factors, which the design was made for'],
  ['allocation.json', 'how many replications each design point got'],
]

/** What goes into a pack besides the results. */
export interface PackInput {
  /** Folder of the results. */
  readonly results: string
  /** The study file: its name in the pack, and its text. */
  readonly study: { readonly name: string; readonly text: string }
  /** More files, by path in the pack, with one line of what each group is. */
  readonly extra: Files
  readonly contents: readonly (readonly [path: string, what: string])[]
  /** Minutes of one core that all runs take. */
  readonly minutes: number
}

/**
 * A zip with all that a reader needs to check the results of a study: equal content gives equal bytes.
 * @throws AnalysisError when the results are broken or incomplete.
 */
export function makePack({ results, study, extra, contents, minutes }: PackInput): Uint8Array {
  const manifest = readManifest(results)
  // Read for their checks: a pack of broken results helps nobody.
  readSomeRecords(join(results, 'runs.csv'), manifest.study)
  readSummary(join(results, 'summary.csv'))
  const files = new Map<string, Uint8Array>(extra)
  for (const name of ['manifest.json', 'runs.csv', 'summary.csv'])
    files.set(`results/${name}`, bytesOf(join(results, name)))
  const more = optional.filter(([name]) => existsSync(join(results, name)))
  for (const [name] of more) files.set(`results/${name}`, bytesOf(join(results, name)))
  const charts = chartPaths(results)
  for (const path of charts) files.set(`results/${path}`, bytesOf(join(results, path)))
  files.set(study.name, strToU8(study.text))
  const figures = figuresOf(manifest, charts, results)
  const described = [
    [study.name, 'the study: question, model, factors, run length, charts'],
    ['results/manifest.json', 'how the results were made: command, versions, seeds, design'],
    ['results/runs.csv', 'one row per run'],
    ['results/summary.csv', 'one row per design point and metric, with its confidence interval'],
    ...more.map(([name, what]) => [`results/${name}`, what] as const),
    ['results/charts/', 'the figures'],
    ...contents,
    [packFile, 'this table for programs'],
    [checksumsFile, 'SHA-256 of every file'],
  ] as const
  const allocation = files.has('results/allocation.json') ? ' --allocation results/allocation.json' : ''
  const command = `meanwhile sweep ${study.name}${allocation} --out again`
  files.set('README.md', strToU8(packReadme({ manifest, figures, minutes, command, contents: described })))
  files.set(packFile, strToU8(`${toJson(description(manifest, figures, minutes, command))}\n`))
  files.set(checksumsFile, strToU8(checksumsOf(files)))
  const folder = packName(manifest.study.name)
  return zipFiles(new Map([...files].map(([path, bytes]) => [`${folder}/${path}`, bytes])))
}

/** Name of the pack of a study, without extension: `queueing/mmc` gives `queueing-mmc-pack`. */
export function packName(study: string): string {
  return `${study.replaceAll(/[^A-Za-z0-9.]+/g, '-')}-pack`
}

function description(manifest: Manifest, figures: readonly FigureCost[], minutes: number, command: string): object {
  const { version, node, code, study, design } = manifest
  return {
    schema: packSchema,
    study: study.name,
    model: study.model,
    version,
    node,
    code,
    runs: design.runs,
    minutes,
    figures: figures.map((figure) => ({ ...figure, command, minutes })),
  }
}

function chartPaths(results: string): string[] {
  try {
    return readdirSync(join(results, 'charts'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(results.length + 1)
          .split(sep)
          .join('/'),
      )
      .sort()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw fileError(`Cannot read ${join(results, 'charts')}`, cause)
  }
}

function figuresOf({ study }: Manifest, charts: readonly string[], results: string): FigureCost[] {
  return study.charts.map((chart) => {
    const files = charts.filter((path) => path.startsWith(`charts/${chart.id}.`))
    if (files.length === 0) {
      throw new AnalysisError(
        `${results} has no file of chart "${chart.id}", which its study declares. Draw it with: meanwhile chart ${results}`,
      )
    }
    return { id: chart.id, title: chart.title ?? chart.id, files: files.map((path) => `results/${path}`) }
  })
}

function bytesOf(path: string): Uint8Array {
  try {
    // A plain array: a Buffer may be a window into a larger one.
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw fileError(`Cannot read ${path}`, cause)
  }
}
