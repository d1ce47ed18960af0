import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { join } from 'node:path'
import { writeWholeFile } from './atomic-file.ts'
import { designOrder } from './design-order.ts'
import { AnalysisError, fileError } from './errors.ts'
import { fromJson, toJson } from './json.ts'
import type { PlainValue, RunRecord, StudyDescription } from './record.ts'

/** Name and version of the manifest's format. */
export const manifestSchema = 'meanwhile/manifest@1'

/** Which code made the results. */
export interface CodeState {
  /** Commit hash; null outside a git repository. */
  readonly commit: string | null
  /** Whether files differed from that commit; null when that is not known. */
  readonly dirty: boolean | null
}

/** On which machine the runs were made. Results do not depend on it. */
export interface HostDescription {
  readonly os: string
  readonly arch: string
  readonly cpu: string
  readonly cores: number
}

/** A run that threw. */
export interface Failure {
  readonly id: string
  readonly point: string
  readonly replication: number
  readonly seed: string
  readonly parameters: Readonly<Record<string, PlainValue>>
  readonly message: string
}

/** Files of a declared chart, relative to the folder of the manifest. */
export interface ChartFiles {
  readonly id: string
  readonly svg: string
  readonly pdf: string
  readonly png: string
  /** The Vega-Lite specification. */
  readonly spec: string
  /** CSV of exactly what is drawn. */
  readonly data: string
  readonly caption: string
}

/** How the results of a study came about: `manifest.json`. */
export interface Manifest {
  readonly schema: typeof manifestSchema
  /** The command line that made the results. */
  readonly command: string
  /** Version of Meanwhile. */
  readonly version: string
  readonly code: CodeState
  /** Version of Node.js, without a leading `v`. */
  readonly node: string
  readonly host: HostDescription
  /** Time of writing, ISO 8601 in UTC. */
  readonly created: string
  readonly study: StudyDescription
  /** Numbers of design points and runs, and how the runs ended. */
  readonly design: {
    readonly points: number
    readonly replications: number
    readonly runs: number
    readonly finished: number
    readonly failed: number
  }
  readonly failures: readonly Failure[]
  readonly charts: readonly ChartFiles[]
}

/** What `buildManifest` can not find out by itself, and what a test may want to fix. */
export interface ManifestInput {
  readonly command: string
  readonly version: string
  readonly study: StudyDescription
  /** All runs, failed ones included, in any order. */
  readonly records: readonly RunRecord[]
  /** Default: `codeState` of the current folder. */
  readonly code?: CodeState
  /** Default: now. */
  readonly created?: Date
  /** Default: this machine. */
  readonly host?: HostDescription
}

/** The manifest of a study whose runs are done. */
export function buildManifest(input: ManifestInput): Manifest {
  const { study, records } = input
  const failed = records.filter((run) => run.stop === 'error').toSorted(designOrder(study))
  return {
    schema: manifestSchema,
    command: input.command,
    version: input.version,
    code: input.code ?? codeState(process.cwd()),
    node: process.versions.node,
    host: input.host ?? hostDescription(),
    created: (input.created ?? new Date()).toISOString(),
    study,
    design: {
      points: new Set(records.map((run) => run.point)).size,
      replications: study.replications,
      runs: records.length,
      finished: records.length - failed.length,
      failed: failed.length,
    },
    failures: failed.map((run) => ({
      id: run.id,
      point: run.point,
      replication: run.replication,
      seed: run.seed,
      parameters: run.parameters,
      message: run.error ?? 'The run failed without a message.',
    })),
    charts: study.charts.map(({ id }) => chartFiles(id)),
  }
}

/**
 * Where the files of a chart are, relative to the results folder.
 * @param folder Other than the folder of the declared charts for one that is drawn in another way.
 */
export function chartFiles(id: string, folder = 'charts'): ChartFiles {
  const file = (extension: string): string => `${folder}/${id}.${extension}`
  return {
    id,
    svg: file('svg'),
    pdf: file('pdf'),
    png: file('png'),
    spec: file('vl.json'),
    data: file('csv'),
    caption: file('txt'),
  }
}

/**
 * Commit and dirty flag of the git repository around a folder; nulls where there is no repository or no git.
 * @param folder Any folder inside the repository.
 */
export function codeState(folder: string): CodeState {
  const commit = git(folder, 'rev-parse', '--verify', 'HEAD')
  if (commit === null) return { commit: null, dirty: null }
  const changes = git(folder, 'status', '--porcelain')
  return { commit, dirty: changes === null ? null : changes !== '' }
}

function git(folder: string, ...words: string[]): string | null {
  try {
    const text = execFileSync('git', words, { cwd: folder, timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] })
    return text.toString('utf8').trim()
  } catch {
    return null
  }
}

function hostDescription(): HostDescription {
  const processors = cpus()
  return {
    os: platform(),
    arch: arch(),
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
  }
}

/**
 * Writes `manifest.json` into a folder of results. Infinite numbers become strings (see `toJson`).
 * @throws AnalysisError when the file cannot be written.
 */
export function writeManifest(resultsDir: string, manifest: Manifest): void {
  writeWholeFile(join(resultsDir, 'manifest.json'), `${toJson(manifest)}\n`)
}

/**
 * The manifest of a folder of results.
 * @throws AnalysisError when there is none, or when it is broken or of another format.
 */
export function readManifest(resultsDir: string): Manifest {
  const path = join(resultsDir, 'manifest.json')
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw fileError(`Cannot read ${path} (is ${resultsDir} a folder of results?)`, cause)
  }
  let data: unknown
  try {
    data = fromJson(text)
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AnalysisError(`${path} is not valid JSON: ${said}. Run the study again to rewrite it.`, { cause })
  }
  return checked(path, data)
}

/** Only what the other parts rely on is checked: the file is ours, not a user's. */
function checked(path: string, data: unknown): Manifest {
  const found = isObject(data) ? data['schema'] : undefined
  if (!isObject(data) || found !== manifestSchema) {
    const given = found === undefined ? 'no "schema"' : `schema ${JSON.stringify(found)}`
    throw new AnalysisError(`${path} has ${given}; expected "${manifestSchema}", as written by \`meanwhile run\`.`)
  }
  const study = data['study']
  const lists = ['parameters', 'factors', 'metrics', 'charts']
  const bad = isObject(study) ? lists.find((key) => !Array.isArray(study[key])) : 'study'
  if (bad !== undefined) {
    throw new AnalysisError(`${path} has no valid "${bad}". Run the study again to rewrite it.`)
  }
  return data as unknown as Manifest
}

function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
