import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Statements of the run loop that serve a trace or a fingerprint, as the compiler writes them. */
const OBSERVATION = /^ *if \((?:hash|trace)\w* !== undefined\)\s*(?:\{[^}]*\}|[^;{}]*;)\n/gm

/** Statistics that remember a level or a count, which the kernel needs, and nothing else. */
const BLIND: Readonly<Record<string, string>> = {
  'tally.js': 'export class Tally { constructor(name) { this.name = name } record() {} reset() {} }\n',
  'counter.js':
    'export class Counter { constructor(name) { this.name = name; this.count = 0 } increment() {} reset() {} }\n',
  'time-weighted.js':
    'export class TimeWeighted { constructor(name, clock, initial = 0) { this.name = name; this.level = initial }\n' +
    '  set(x) { this.level = x } add(dx) { this.level += dx } dip() {} reset() {} }\n',
}

/**
 * Copies the compiled engine and the benchmark and takes monitors and trace out of the copy: what is left is what the
 * same engine costs when nothing can be observed. Only the benchmark programs run on it.
 * @param dist the compiled project
 * @returns the compiled benchmark program in the copy
 * @throws Error when the run loop does not look as expected, so that nothing would be taken out
 */
export function withoutObservers(dist: string, out: string): string {
  for (const folder of ['engine', 'bench']) cpSync(join(dist, folder), join(out, 'dist', folder), { recursive: true })
  const simulation = join(out, 'dist/engine/simulation.js')
  const text = readFileSync(simulation, 'utf8')
  const bare = text.replace(OBSERVATION, '')
  if (bare === text) throw new Error('found no statement about trace or hash in the run loop of simulation.js')
  writeFileSync(simulation, bare)
  for (const [file, source] of Object.entries(BLIND)) writeFileSync(join(out, 'dist/engine/monitor', file), source)
  return join(out, 'dist/bench/peers/meanwhile.js')
}
