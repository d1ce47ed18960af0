import type { PlainValue } from '../../models/parameter.ts'
import { type RunCode, runCode } from '../code-hash.ts'
import type { RunSpec } from '../plan.ts'
import { savedRuns, type SavedRun } from './saved-runs.ts'

/** Why some runs of a plan have to be done. */
export interface Reason {
  /** In words, without the number of runs. */
  readonly text: string
  readonly runs: number
}

/** What of a plan is saved, and why the rest is not. */
export interface Explanation {
  readonly total: number
  readonly saved: number
  /** The commonest first. */
  readonly reasons: readonly Reason[]
}

/** Missing design points that are compared with all saved ones; more would take long and say nothing new. */
const examined = 300
/** Files or levels that are listed. */
const listed = 4

/** Compares the runs of a plan with what a results folder holds: which are saved, and what keeps the others from being so. */
export function explainPlan(specs: readonly RunSpec[], folder: string): Explanation {
  const saved = new SavedSet(savedRuns(folder))
  const reasons = new Map<string, { runs: number; values: Set<number> }>()
  let hits = 0
  for (const spec of specs) {
    if (saved.ok(spec.id)) {
      hits++
      continue
    }
    const { text, value } = saved.reason(spec)
    const reason = reasons.get(text) ?? { runs: 0, values: new Set() }
    reason.runs++
    if (value !== undefined) reason.values.add(value)
    reasons.set(text, reason)
  }
  const inWords = [...reasons].map(([text, { runs, values }]) => ({
    text: text.replace('%', ranges([...values])),
    runs,
  }))
  return { total: specs.length, saved: hits, reasons: inWords.sort((a, b) => b.runs - a.runs) }
}

/** What of two versions of the code differs, in words. */
export function codeChange(now: RunCode, before: RunCode | undefined): string {
  if (before === undefined) return 'the code has changed (its journal does not say in what)'
  const names = [...new Set([...Object.keys(now.parts), ...Object.keys(before.parts)])].sort()
  const changed = names.flatMap((name) => {
    const [a, b] = [before.parts[name], now.parts[name]]
    if (a === b) return []
    if (a === undefined) return [`${name} is new`]
    if (b === undefined) return [`${name} is gone`]
    return [name.endsWith('.js') ? name : `${name} ${a} is now ${b}`]
  })
  const more = changed.length > listed ? ` and ${changed.length - listed} more` : ''
  return `the code has changed: ${changed.slice(0, listed).join(', ')}${more}`
}

interface Described {
  readonly text: string
  /** What stands for `%` in the text, gathered over all runs of the reason. */
  readonly value?: number
}

/** Saved runs, arranged so that the nearest to a missing one is found quickly. */
class SavedSet {
  readonly #ok = new Set<string>()
  readonly #failed = new Map<string, string>()
  readonly #codeChanges = new Map<string, string>()
  readonly #byPoint = new Map<string, SavedRun[]>()
  readonly #byDesign = new Map<string, Described>()

  constructor(runs: Iterable<SavedRun>) {
    for (const run of runs) {
      const { id, point, stop, error = '' } = run.record
      if (stop === 'error') this.#failed.set(id, error)
      else {
        this.#ok.add(id)
        const others = this.#byPoint.get(point)
        if (others === undefined) this.#byPoint.set(point, [run])
        else others.push(run)
      }
    }
  }

  ok(id: string): boolean {
    return this.#ok.has(id)
  }

  reason(spec: RunSpec): Described {
    const error = this.#failed.get(spec.id)
    if (error !== undefined) return { text: `it failed the last time: ${error}` }
    if (this.#ok.size === 0) return { text: 'nothing is saved in this folder' }
    const same = this.#byPoint.get(spec.point)
    return same === undefined ? this.#newPoint(spec) : this.#nearest(spec, same)
  }

  /** Among runs of the same design point, that with the fewest other differences. */
  #nearest(spec: RunSpec, candidates: readonly SavedRun[]): Described {
    const current = runCode(spec.model)
    let best: { differences: string[]; value?: number } | undefined
    for (const { record, code } of candidates) {
      const differences: string[] = []
      if (code?.hash !== current.hash) differences.push(this.#codeChange(current, code))
      if (record.seed !== spec.seed) differences.push(`the seed is ${spec.seed} (saved: ${record.seed})`)
      if (record.warmUp !== spec.warmUp) differences.push(`the warm-up is ${spec.warmUp} s (saved: ${record.warmUp} s)`)
      if (record.horizon !== spec.horizon)
        differences.push(`the horizon is ${spec.horizon} s (saved: ${record.horizon} s)`)
      const isNew = record.replication !== spec.replication
      if (isNew) differences.push('replications % are new')
      if (best === undefined || differences.length < best.differences.length)
        best = { differences, ...(isNew && { value: spec.replication }) }
      if (differences.length === 1 && !isNew) break
    }
    const { differences, value } = best!
    // Equal in all and yet another id: only code that was noted with other words can do that.
    const text = differences.length === 0 ? 'the way runs are identified has changed' : differences.join('; ')
    return { text, ...(value !== undefined && { value }) }
  }

  #codeChange(now: RunCode, before: RunCode | undefined): string {
    const key = before?.hash ?? ''
    let text = this.#codeChanges.get(key)
    if (text === undefined) this.#codeChanges.set(key, (text = codeChange(now, before)))
    return text
  }

  #newPoint(spec: RunSpec): Described {
    const known = this.#byDesign.get(spec.point)
    if (known !== undefined) return known
    const described =
      this.#byDesign.size < examined ? this.#compare(spec) : { text: 'the design point is new (not looked at closely)' }
    this.#byDesign.set(spec.point, described)
    return described
  }

  #compare(spec: RunSpec): Described {
    const names = Object.keys(spec.parameters)
    let nearest: Readonly<Record<string, PlainValue>> | undefined
    let differing: string[] = names
    for (const runs of this.#byPoint.values()) {
      const { parameters } = runs[0]!.record
      const differ = [...new Set([...names, ...Object.keys(parameters)])].filter(
        (name) => parameters[name] !== spec.parameters[name],
      )
      if (nearest !== undefined && differ.length >= differing.length) continue
      nearest = parameters
      differing = differ
      if (differ.length === 1) break
    }
    return { text: differing.map((name) => this.#difference(name, spec.parameters[name], nearest?.[name])).join('; ') }
  }

  #difference(name: string, wanted: PlainValue | undefined, nearest: PlainValue | undefined): string {
    if (wanted === undefined) return `parameter ${name} is gone`
    if (nearest === undefined) return `parameter ${name} is new`
    const levels = new Set<PlainValue | undefined>()
    for (const runs of this.#byPoint.values()) levels.add(runs[0]!.record.parameters[name])
    if (levels.has(wanted)) return `the combination is new: ${name}=${wanted} (nearest saved: ${name}=${nearest})`
    const some = [...levels].slice(0, listed).join(', ')
    return `${name}=${wanted} is new (saved: ${some}${levels.size > listed ? ', ...' : ''})`
  }
}

/** `0 to 3, 7`. */
function ranges(values: number[]): string {
  const sorted = values.sort((a, b) => a - b)
  const parts: string[] = []
  for (let from = 0; from < sorted.length;) {
    let to = from
    while (to + 1 < sorted.length && sorted[to + 1] === sorted[to]! + 1) to++
    parts.push(from === to ? `${sorted[from]}` : `${sorted[from]} to ${sorted[to]}`)
    from = to + 1
  }
  return parts.join(', ')
}
