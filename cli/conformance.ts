#!/usr/bin/env node
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFlows, checkPackets } from '../engine/index.ts'

/** The kinds of case, by the name of their folder, and what compares one with the engine. */
const KINDS: Readonly<Record<string, (text: string) => string[]>> = { packets: checkPackets, flows: checkFlows }

/** Disagreements shown of one file. */
const SHOWN = 5

/** Where the project's own cases lie: in its sources, also when this runs compiled. */
function ownFolder(): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) {
    if (root === dirname(root)) throw new Error('No package.json above this program: it must lie inside the package.')
    root = dirname(root)
  }
  return join(root, 'engine/network/conformance')
}

/** The cases in a folder, as `kind/file`. An `index.json` lists cases and is none. */
function casesIn(folder: string): { name: string; check: (text: string) => string[] }[] {
  const cases = Object.entries(KINDS).flatMap(([kind, check]) => {
    const path = join(folder, kind)
    if (!existsSync(path)) return []
    const files = readdirSync(path).filter((file) => file.endsWith('.json') && file !== 'index.json')
    return files.sort().map((file) => ({ name: `${kind}/${file}`, check }))
  })
  if (cases.length > 0) return cases
  throw new Error(`${folder} has no cases: expected files packets/*.json or flows/*.json in it.`)
}

/** Runs one case. @returns what is wrong, nothing when all agrees */
function problemsOf(folder: string, name: string, check: (text: string) => string[]): string[] {
  try {
    return check(readFileSync(join(folder, name), 'utf8'))
  } catch (error) {
    return [`not understood: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/**
 * Runs all cases of a folder and prints a line for each, then how many passed and failed.
 * @returns whether all passed
 * @throws Error when the folder has no cases
 */
function main(folder: string): boolean {
  let failed = 0
  const cases = casesIn(folder)
  for (const { name, check } of cases) {
    const problems = problemsOf(folder, name, check)
    console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}`)
    for (const problem of problems.slice(0, SHOWN)) console.log(`     ${problem}`)
    if (problems.length > SHOWN) console.log(`     and ${problems.length - SHOWN} more`)
    if (problems.length > 0) failed++
  }
  console.log(`${cases.length - failed} passed, ${failed} failed`)
  return failed === 0
}

try {
  const folder = process.env['MEANWHILE_CONFORMANCE'] || ownFolder()
  if (!main(resolve(folder))) process.exitCode = 1
} catch (error) {
  console.log(`conformance: ${(error as Error).message}`)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
