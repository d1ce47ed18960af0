import { AnalysisError } from '../errors.ts'
import type { PlainValue, RunRecord, StudyDescription } from '../record.ts'
import type { StudyClaim } from './claim.ts'
import {
  type Levels,
  type Linear,
  type Names,
  readCondition,
  readExpectation,
  type Relation,
  type Term,
} from './expression.ts'
import { both, type ClaimVerdict, judge, type Nearness } from './judge.ts'

/** A relation of a claim at one combination of the factors that it leaves open. */
export interface CheckedPlace {
  readonly factors: Levels
  /** Means of the two sides over replications; NaN without a value. */
  readonly left: number
  readonly right: number
  readonly replications: number
  readonly verdict: ClaimVerdict
  readonly needed?: number
  /** In words, where numbers do not tell; else empty. */
  readonly reason: string
}

/** What became of a claim. */
export interface CheckedClaim {
  readonly claim: string
  readonly expect: string
  readonly verdict: ClaimVerdict
  /** Replications of each point that would probably decide; only of UNDECIDED. */
  readonly needed?: number
  readonly places: readonly CheckedPlace[]
}

interface Point {
  readonly levels: Levels
  readonly runs: ReadonlyMap<string, RunRecord>
}

/**
 * Checks what a study claims against its runs. A claim passes when it is shown at every combination of the factors
 * that it leaves open, fails when its opposite is shown at one, and is undecided otherwise. Sides are compared
 * replication by replication: points of a study share their random numbers.
 * @param where File of the claims, for messages.
 * @throws AnalysisError for a claim that can not be read, or that no design point is about.
 */
export function checkClaims(
  study: StudyDescription,
  runs: readonly RunRecord[],
  claims: readonly StudyClaim[],
  where: string,
): CheckedClaim[] {
  const points = designPoints(study, runs)
  return claims.map((claim, index) => {
    try {
      return checkClaim(study, points, claim)
    } catch (cause) {
      if (!(cause instanceof AnalysisError)) throw cause
      throw new AnalysisError(`${where}: claims[${index}] (${claim.claim}): ${cause.message}`, { cause })
    }
  })
}

/**
 * What is wrong with a claim, as far as it can be told before there are any runs.
 * @returns Undefined when it can be read and names only what the study has.
 */
export function claimProblem(
  study: Pick<StudyDescription, 'metrics' | 'factors'>,
  claim: StudyClaim,
): string | undefined {
  try {
    const names = namesOf(study)
    nearness(claim, readExpectation(claim.expect, names))
    if (claim.at !== undefined) readCondition(claim.at, names)
    return undefined
  } catch (cause) {
    if (cause instanceof AnalysisError) return cause.message
    throw cause
  }
}

function namesOf({ metrics, factors }: Pick<StudyDescription, 'metrics' | 'factors'>): Names {
  return { metrics: metrics.map(({ name }) => name), factors: factors.map(({ name }) => name) }
}

function designPoints({ factors }: StudyDescription, runs: readonly RunRecord[]): Point[] {
  const points = new Map<string, { levels: Levels; runs: Map<string, RunRecord> }>()
  for (const run of runs) {
    let point = points.get(run.point)
    if (point === undefined) {
      const levels = Object.fromEntries(factors.map(({ name }) => [name, run.parameters[name]!]))
      points.set(run.point, (point = { levels, runs: new Map() }))
    }
    point.runs.set(`${run.seed}/${run.replication}`, run)
  }
  return [...points.values()]
}

function checkClaim(study: StudyDescription, points: readonly Point[], claim: StudyClaim): CheckedClaim {
  const names = namesOf(study)
  const relations = readExpectation(claim.expect, names)
  const near = nearness(claim, relations)
  const groups = placesOf(points, relations, claim, names)
  const count = groups.length * relations.length
  const options = { confidence: study.confidence, places: count, near }
  const places = groups.flatMap((group) => relations.map((relation) => checkPlace(group, relation, options)))
  return { claim: claim.claim, expect: claim.expect, ...both(places), places }
}

function nearness({ within }: StudyClaim, relations: readonly Relation[]): Nearness | undefined {
  const equality = relations.some(({ operator }) => operator === '==')
  if (equality && within === undefined) {
    throw new AnalysisError('"==" needs "within", such as within: 5%. Two means are never equal to the last digit')
  }
  if (!equality && within !== undefined) throw new AnalysisError('"within" belongs to "=="; leave it out')
  if (within === undefined) return undefined
  return typeof within === 'number'
    ? { size: within, relative: false }
    : { size: Number(within.slice(0, -1)) / 100, relative: true }
}

interface Group {
  readonly factors: Record<string, PlainValue>
  readonly points: readonly Point[]
}

/** The points of each combination of the factors that no term of the claim names. */
function placesOf(points: readonly Point[], relations: readonly Relation[], claim: StudyClaim, names: Names): Group[] {
  const terms = relations.flatMap(({ left, right }) => [...left.terms, ...right.terms])
  const named = new Set(terms.flatMap((term) => term.names))
  const open = names.factors.filter((name) => !named.has(name))
  const asked = claim.at === undefined ? () => true : readCondition(claim.at, names)
  const groups = new Map<string, { factors: Record<string, PlainValue>; points: Point[] }>()
  for (const point of points.filter(({ levels }) => asked(levels))) {
    const factors = Object.fromEntries(open.map((name) => [name, point.levels[name]!]))
    const key = JSON.stringify(factors)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { factors, points: [point] })
    else group.points.push(point)
  }
  // In an irregular design not every combination has all the points that are to be compared.
  const complete = [...groups.values()].filter((group) =>
    terms.every((term) => group.points.some(({ levels }) => term.condition(levels))),
  )
  if (complete.length === 0) throw new AnalysisError(nobody(points, terms, claim, groups.size === 0))
  return complete
}

function nobody(points: readonly Point[], terms: readonly Term[], { at }: StudyClaim, none: boolean): string {
  if (none) return `no design point satisfies "${at}"`
  const empty = terms.find((term) => !points.some(({ levels }) => term.condition(levels)))
  return empty === undefined
    ? 'no combination of the other factors has all the points that it compares'
    : `no design point is ${empty.text}`
}

function checkPlace(
  { factors, points }: Group,
  { left, operator, right }: Relation,
  options: { confidence: number; places: number; near: Nearness | undefined },
): CheckedPlace {
  const meant = [...left.terms, ...right.terms].map((term) => {
    const found = points.filter(({ levels }) => term.condition(levels))
    if (found.length === 1) return found[0]!
    const where = Object.entries(factors).map(([name, level]) => `${name}=${level}`)
    throw new AnalysisError(
      `${term.text} stands for ${found.length} design points${where.length > 0 ? ` at ${where.join(', ')}` : ''}; expected one. Name its factors in the brackets`,
    )
  })
  const pointsLeft = meant.slice(0, left.terms.length)
  const pointsRight = meant.slice(left.terms.length)
  const all = [...meant[0]!.runs.keys()]
  const failed = meant.reduce(
    (sum, { runs }) => sum + [...runs.values()].filter(({ stop }) => stop === 'error').length,
    0,
  )
  const values = all
    .map((key) => [valueOf(left, pointsLeft, key), valueOf(right, pointsRight, key)] as const)
    .filter((pair) => pair.every(Number.isFinite))
  const lefts = values.map(([value]) => value)
  const rights = values.map(([, value]) => value)
  const means = { factors, left: mean(lefts), right: mean(rights), replications: values.length }
  if (failed > 0) return { ...means, verdict: 'UNDECIDED', reason: `${failed} runs failed` }
  const missing = all.length - values.length
  const reason = missing > 0 ? `${missing} replications without a finite value` : ''
  return { ...means, ...judge(lefts, rights, operator, options), reason }
}

/** A side in one replication; NaN where a run or a value is missing. */
function valueOf({ constant, terms }: Linear, points: readonly Point[], key: string): number {
  return terms.reduce(
    (sum, { factor, metric }, i) => sum + factor * (points[i]!.runs.get(key)?.responses[metric] ?? NaN),
    constant,
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
