import { AnalysisError } from '../errors.ts'
import type { PlainValue, RunRecord, StudyDescription } from '../record.ts'

/** One side of a comparison. */
export interface Side {
  /** As the user named it: a folder or a revision. */
  readonly name: string
  readonly study: StudyDescription
  readonly runs: readonly RunRecord[]
}

/** A design point that both sides have. */
export interface MatchedPoint {
  /** Levels of the factors, by which people know the point. */
  readonly factors: Readonly<Record<string, PlainValue>>
  readonly a: readonly RunRecord[]
  readonly b: readonly RunRecord[]
}

/** Which design points belong together. */
export interface Matching {
  readonly points: readonly MatchedPoint[]
  /** In words: points, parameters and metrics that only one side has. */
  readonly remarks: readonly string[]
}

/**
 * Puts the design points of two sides together: those whose parameters are equal, as far as both models have them.
 * @param ignore Parameters that may differ: what is being compared.
 * @throws AnalysisError when no point is left, or when a side has several points that differ in ignored parameters only.
 */
export function matchPoints(a: Side, b: Side, ignore: readonly string[]): Matching {
  const names = common(a, b, ignore)
  const pointsA = group(a, names)
  const pointsB = group(b, names)
  const shared = [...pointsA.keys()].filter((key) => pointsB.has(key))
  if (shared.length === 0) throw noneInCommon(a, b, names)
  const factors = [...a.study.factors, ...b.study.factors]
    .map(({ name }) => name)
    .filter((name) => names.includes(name))
  const points = shared.map((key) => {
    const runs = pointsA.get(key)!
    const levels = [...new Set(factors)].map((name) => [name, runs[0]!.parameters[name] ?? ''] as const)
    return { factors: Object.fromEntries(levels), a: runs, b: pointsB.get(key)! }
  })
  const remarks = [
    ...onlyIn('design points', a, pointsA.size - shared.length),
    ...onlyIn('design points', b, pointsB.size - shared.length),
    ...namesOnlyIn('parameter', a, b, (study) => study.parameters),
    ...namesOnlyIn('metric', a, b, (study) => study.metrics),
  ]
  return { points, remarks }
}

function common(a: Side, b: Side, ignore: readonly string[]): string[] {
  const ofB = b.study.parameters.map(({ name }) => name)
  const shared = a.study.parameters.map(({ name }) => name).filter((name) => ofB.includes(name))
  const unknown = ignore.find((name) => !shared.includes(name))
  if (unknown !== undefined) {
    throw new AnalysisError(
      `--ignore ${unknown}: there is no parameter "${unknown}" on both sides. There are: ${shared.join(', ')}.`,
    )
  }
  return shared.filter((name) => !ignore.includes(name))
}

function group({ name, runs }: Side, names: readonly string[]): Map<string, RunRecord[]> {
  const points = new Map<string, RunRecord[]>()
  for (const run of runs) {
    const key = JSON.stringify(names.map((parameter) => run.parameters[parameter]))
    const found = points.get(key)
    if (found === undefined) points.set(key, [run])
    else if (found[0]!.point === run.point) found.push(run)
    else {
      throw new AnalysisError(
        `${name}: points ${found[0]!.point} and ${run.point} differ in ignored parameters only, so it is not clear which of them to compare. Ignore parameters that this side does not vary.`,
      )
    }
  }
  return points
}

function noneInCommon(a: Side, b: Side, names: readonly string[]): AnalysisError {
  const values = ({ runs }: Side, name: string): string =>
    [...new Set(runs.map(({ parameters }) => String(parameters[name])))].join(', ')
  const apart = names.filter((name) => !overlap(a, b, name))
  const where = apart.map((name) => `"${name}" is ${values(a, name)} in ${a.name} and ${values(b, name)} in ${b.name}`)
  const advice = apart.length > 0 ? ` ${where.join('; ')}. To compare across it: --ignore ${apart.join(' ')}` : ''
  return new AnalysisError(`${a.name} and ${b.name} have no design point in common.${advice}`)
}

function overlap(a: Side, b: Side, name: string): boolean {
  const values = new Set(a.runs.map(({ parameters }) => parameters[name]))
  return b.runs.some(({ parameters }) => values.has(parameters[name]))
}

function onlyIn(what: string, { name }: Side, count: number): string[] {
  return count === 0 ? [] : [`${count} ${what} only in ${name}`]
}

function namesOnlyIn(
  what: string,
  a: Side,
  b: Side,
  list: (study: StudyDescription) => readonly { name: string }[],
): string[] {
  const names = (side: Side): string[] => list(side.study).map(({ name }) => name)
  const missing = (from: Side, to: Side): string[] =>
    names(from)
      .filter((name) => !names(to).includes(name))
      .map((name) => `${what} "${name}" only in ${from.name}`)
  return [...missing(a, b), ...missing(b, a)]
}
