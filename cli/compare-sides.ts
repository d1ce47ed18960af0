import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { findStudy } from '../experiments/bundled.ts'
import { packageRoot } from '../experiments/package-root.ts'
import { checkOut, resolveRevision } from '../experiments/revision/checkout.ts'
import { runStudyIn } from '../experiments/revision/run-study.ts'
import { copyWorkingTree } from '../experiments/revision/working-copy.ts'
import { isCheckout } from './rebuild.ts'
import { note } from './terminal.ts'

/** Where the results of a side are, and what it is called. */
export interface FoundSide {
  readonly name: string
  readonly folder: string
}

interface SidesOptions {
  readonly study?: string
  readonly replications?: number
  readonly out?: string
  readonly jobs: number
}

/**
 * The results of two sides. One that is no folder of results is a revision ("." is the working tree): it is built in a
 * folder of its own and runs the study, whose results are kept for the next time.
 * @throws when a side is neither, or can not be built or run
 */
export async function findSides(a: string, b: string, options: SidesOptions): Promise<[FoundSide, FoundSide]> {
  const given = [a, b]
  if (given.every(isResults)) {
    if (options.study !== undefined) throw new Error('--study is for revisions; both sides are results folders.')
    return [
      { name: a, folder: a },
      { name: b, folder: b },
    ]
  }
  const { study } = options
  const other = given.find((side) => !isResults(side))!
  if (study === undefined) {
    throw new Error(
      `${other} is no results folder (there is no ${join(other, 'manifest.json')}). To compare revisions, name what they shall run: --study queueing/mmc`,
    )
  }
  if (!isCheckout())
    throw new Error('Comparing revisions needs a git checkout of Meanwhile; this is an installed package.')
  for (const side of given) if (!isResults(side) && side !== '.') resolveRevision(packageRoot, side)
  const scratch = mkdtempSync(join(tmpdir(), 'meanwhile-compare-'))
  try {
    const { name, file } = findStudy(study)
    const studyFile = adjusted(file, options.replications, scratch)
    const out = options.out ?? join('results', 'compare', ...name.split('/'))
    const sides: FoundSide[] = []
    for (const [index, side] of given.entries()) {
      sides.push(
        isResults(side)
          ? { name: side, folder: side }
          : await runSide(side, join(scratch, String(index)), studyFile, out, options.jobs),
      )
    }
    return [sides[0]!, sides[1]!]
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function isResults(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory() && existsSync(join(path, 'manifest.json'))
}

async function runSide(side: string, scratch: string, study: string, out: string, jobs: number): Promise<FoundSide> {
  const run = async (folder: string, name: string, place: string): Promise<FoundSide> => {
    const results = resolve(out, place)
    await runStudyIn(folder, study, results, jobs)
    return { name, folder: results }
  }
  if (side === '.') {
    note('Compiling the working tree ...')
    tellTypeError('The working tree', copyWorkingTree(packageRoot, scratch))
    return await run(scratch, 'the working tree', 'working-tree')
  }
  note(`Checking out and compiling ${side} ...`)
  const { folder, revision, typeError, remove } = checkOut(packageRoot, side, scratch)
  try {
    tellTypeError(side, typeError)
    const short = revision.slice(0, 12)
    return await run(folder, side === short || side === revision ? short : `${side} (${short})`, short)
  } finally {
    remove()
  }
}

function tellTypeError(what: string, typeError: string | undefined): void {
  if (typeError !== undefined) note(`${what} has type errors, the first of them: ${typeError}`)
}

/** The study file, or a copy with another number of replications. */
function adjusted(file: string, replications: number | undefined, scratch: string): string {
  if (replications === undefined) return resolve(file)
  if (!/\.ya?ml$/i.test(file))
    throw new Error(`--replications ${replications}: only for study files in YAML; ${file} is none.`)
  const document = parseDocument(readFileSync(file, 'utf8'))
  document.setIn(['run', 'replications'], replications)
  const copy = join(scratch, basename(file))
  writeFileSync(copy, document.toString())
  return copy
}
