import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Factor } from '../analysis/record.ts'
import type { Model, PlainValue } from '../models/definition.ts'
import { resolveParameters } from '../models/resolve.ts'
import { didYouMean } from '../models/suggest.ts'
import { readCsvPoints } from './design/csv-points.ts'
import type { Axis, DesignFactor } from './design/space.ts'
import { pointFilter } from './study-conditions.ts'
import { readDesign, type Assignment, type StudyDesign } from './study-design.ts'
import { readFactor, readLevel } from './study-factors.ts'
import { designRows, type DesignRows } from './study-rows.ts'
import type { StudyContent } from './study-schema.ts'
import { checked } from './study-shape.ts'
import type { StudyPath, StudySource } from './study-text.ts'

/** The design points of a study and how they came about. */
export interface StudyPoints {
  /** Every parameter of the model at each design point. */
  readonly points: Record<string, PlainValue>[]
  readonly factors: Factor[]
  readonly design: StudyDesign
}

/** Designs whose analysis needs every one of their points. */
const complete = ['2k', '2k-p', 'morris']

/**
 * Makes the design points of a study: design, then `where`, `skip` and `also`, each completed by `fix`, `derive` and the
 * defaults of the model.
 * @throws {StudyError} for the first problem, with its place
 */
export function makePoints(source: StudySource, content: StudyContent, model: Model, seed: string): StudyPoints {
  const fixed = readFixed(source, content, model)
  const design = readDesign(source, content)
  const spans = ['2k', '2k-p', 'lhs', 'sobol', 'morris'].includes(design.kind)
  const taken = [...Object.keys(fixed), ...Object.keys(content.derive ?? {})]
  let axes: Axis[]
  let made: DesignRows
  if (design.kind === 'file') {
    if (content.vary !== undefined)
      throw source.error(['vary'], 'the design file says what varies; expected no "vary" beside it', 'key')
    const path = resolve(dirname(source.file), design.file)
    if (!existsSync(path)) {
      const at = typeof content.design === 'string' ? ['design'] : ['design', 'file']
      throw source.error(
        at,
        `there is no file "${design.file}"; expected the path of a CSV file, from the folder of the study`,
      )
    }
    const csv = readCsvPoints(path, design.file, model, taken)
    axes = csv.factors.map((name) => [{ name, parameter: model.parameters[name]!, levels: [] }])
    made = { rows: csv.points }
  } else {
    axes = lockstep(source, content, readFactors(source, content, model, spans))
    made = designRows(source, design, axes, seed)
  }
  for (const key of ['where', 'skip'] as const) {
    if (content[key] !== undefined && complete.includes(design.kind))
      throw source.error([key], `a "${design.kind}" design is analysed as a whole; expected no "${key}" with it`, 'key')
  }
  const factors = axes.flat()
  const filter = pointFilter(source, content, model, fixed)
  const kept = made.rows.filter((row) => filter.keeps(row))
  if (kept.length === 0 && made.rows.length > 0)
    throw source.error(
      ['where'],
      `"where" leaves none of the ${made.rows.length} design points; expected a condition that some meet`,
    )
  const rest = skipPoints(source, content, kept, factors)
  const { rows, pointOf } = design.kind === 'full' ? { rows: rest, pointOf: undefined } : distinct(rest)
  const extra = readAlso(source, content, rows, factors)
  const all = [...rows, ...extra]
  return {
    points: all.map((row) => resolved(source, content, model, { ...fixed, ...row, ...filter.derived(row) }, row)),
    factors: factors.map((factor) => described(factor, axes, all)),
    design: {
      kind: design.kind,
      axes: axes.map((axis) => axis.map(({ name }) => name)),
      candidates: made.rows.length,
      excluded: made.rows.length - kept.length,
      skipped: kept.length - rest.length,
      added: extra.length,
      repeated: rest.length - rows.length,
      ...(made.coordinates !== undefined && {
        rows: made.coordinates.map((coordinates, i) => ({ coordinates, point: pointOf![i]! })),
      }),
      ...(made.twoLevel !== undefined && { twoLevel: made.twoLevel }),
      ...(made.generators !== undefined && { generators: made.generators }),
    },
  }
}

function readFixed(source: StudySource, { fix = {} }: StudyContent, model: Model): Record<string, PlainValue> {
  return Object.fromEntries(
    Object.entries(fix).map(([name, given]) => {
      const path = ['fix', name]
      knownParameter(source, path, model)
      return [name, checked(source, path, () => model.parameters[name]!.parse(given))]
    }),
  )
}

function readFactors(
  source: StudySource,
  { fix = {}, vary = {} }: StudyContent,
  model: Model,
  spans: boolean,
): DesignFactor[] {
  return Object.entries(vary).map(([name, given]) => {
    const path = ['vary', name]
    knownParameter(source, path, model)
    if (Object.hasOwn(fix, name)) {
      throw source.error(path, `"${name}" is varied here and also fixed under "fix"; remove one of the two`, 'key')
    }
    return readFactor(source, path, model.parameters[name]!, given, spans)
  })
}

/** Groups the factors that move together; a group stands where its first factor stands. */
function lockstep(source: StudySource, { together = [] }: StudyContent, factors: readonly DesignFactor[]): Axis[] {
  const names = factors.map(({ name }) => name)
  const grouped: string[] = []
  const groups = together.map((group, i) =>
    group.map((name, j) => {
      const path = ['together', i, j]
      const factor = factors.find((candidate) => candidate.name === name)
      if (factor === undefined) {
        const choice = `Expected a factor under "vary": ${names.join(', ') || 'there is none'}`
        throw source.error(path, `"${name}" is no factor of this study.${didYouMean(name, names)} ${choice}`)
      }
      if (grouped.includes(name))
        throw source.error(path, `"${name}" is in "together" twice; expected each factor once`)
      grouped.push(name)
      const first = factors.find((candidate) => candidate.name === group[0])!
      if (factor.levels.length !== first.levels.length) {
        const count = ({ levels, span }: DesignFactor): string =>
          span === undefined ? `${levels.length} levels` : 'a range'
        throw source.error(
          path,
          `"${name}" has ${count(factor)} and "${first.name}" has ${count(first)}; expected as many in factors that move together`,
        )
      }
      return factor
    }),
  )
  return factors.flatMap((factor): Axis[] => {
    const group = groups.find((members) => members.includes(factor))
    if (group === undefined) return [[factor]]
    const leader = factors.find((candidate) => group.includes(candidate))
    return leader === factor ? [factors.filter((candidate) => group.includes(candidate))] : []
  })
}

/** Reads a point of `also` or `skip`: levels by factor. */
function readPoint(
  source: StudySource,
  path: StudyPath,
  given: Readonly<Record<string, unknown>>,
  factors: readonly DesignFactor[],
): Assignment {
  const names = factors.map(({ name }) => name)
  return Object.fromEntries(
    Object.entries(given).map(([name, level]) => {
      const factor = factors.find((candidate) => candidate.name === name)
      if (factor === undefined) {
        const choice = names.length === 0 ? 'The study varies nothing' : `Expected one of ${names.join(', ')}`
        throw source.error(
          [...path, name],
          `"${name}" is no factor of this study.${didYouMean(name, names)} ${choice}`,
          'key',
        )
      }
      return [name, readLevel(source, [...path, name], factor.parameter, level)]
    }),
  )
}

function skipPoints(
  source: StudySource,
  { skip = [] }: StudyContent,
  rows: readonly Assignment[],
  factors: readonly DesignFactor[],
): readonly Assignment[] {
  let rest = rows
  skip.forEach((given, i) => {
    const pattern = Object.entries(readPoint(source, ['skip', i], given, factors))
    const left = rest.filter((row) => !pattern.every(([name, level]) => row[name] === level))
    if (left.length === rest.length)
      throw source.error(['skip', i], `skip[${i}] matches no design point that is left; expected levels that some have`)
    rest = left
  })
  return rest
}

function readAlso(
  source: StudySource,
  { also = [] }: StudyContent,
  rows: readonly Assignment[],
  factors: readonly DesignFactor[],
): Assignment[] {
  const names = factors.map(({ name }) => name)
  const key = (row: Assignment): string => JSON.stringify(names.map((name) => row[name]))
  const known = new Set(also.length === 0 ? [] : rows.map(key))
  return also.map((given, i) => {
    const point = readPoint(source, ['also', i], given, factors)
    const missing = names.filter((name) => !Object.hasOwn(point, name))
    if (missing.length > 0)
      throw source.error(
        ['also', i],
        `also[${i}] does not say ${missing.join(', ')}; expected a level for every factor`,
      )
    if (known.has(key(point))) throw source.error(['also', i], `also[${i}] is a point of the design already; remove it`)
    known.add(key(point))
    return point
  })
}

/** Rows without repetitions, and which of them each given row is. */
function distinct(rows: readonly Assignment[]): { rows: Assignment[]; pointOf: number[] } {
  const places = new Map<string, number>()
  const kept: Assignment[] = []
  const pointOf = rows.map((row) => {
    const key = JSON.stringify(row)
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, kept.length)
    return kept.push(row) - 1
  })
  return { rows: kept, pointOf }
}

/** The factor as analysis knows it: declared levels first, then those that only single points have. */
function described(
  { name, parameter, levels }: DesignFactor,
  axes: readonly Axis[],
  rows: readonly Assignment[],
): Factor {
  const all = new Set(levels)
  for (const row of rows) all.add(row[name]!)
  const axis = axes.find((candidate) => candidate.some((factor) => factor.name === name))!
  const leader = axis[0]!.name
  return { name, unit: parameter.unit, levels: inOrder([...all], levels), ...(leader !== name && { follows: leader }) }
}

/** Keeps an ascending list of numbers ascending, and makes one of levels that a design has drawn. */
function inOrder(all: PlainValue[], declared: readonly PlainValue[]): PlainValue[] {
  const ascending = declared.every(
    (level, i) => typeof level === 'number' && (i === 0 || level > Number(declared[i - 1])),
  )
  const numbers = all.every((level) => typeof level === 'number')
  return numbers && ascending && all.length > declared.length ? all.sort((a, b) => Number(a) - Number(b)) : all
}

function resolved(
  source: StudySource,
  content: StudyContent,
  model: Model,
  values: Assignment,
  row: Assignment,
): Record<string, PlainValue> {
  try {
    return resolveParameters(model, values).values
  } catch (error) {
    // Each value is sound by itself, so the model rejects the combination.
    const point = Object.entries(row).map(([name, level]) => `${name}=${model.parameters[name]!.format(level)}`)
    const where = point.length === 0 ? 'these parameters' : `the design point ${point.join(', ')}`
    const { message } = error as Error
    const place = placeOfProblem(content, message)
    throw source.error(place, `${where} can not be run. ${message}`, place.length === 1 ? 'key' : 'value')
  }
}

/** Where the parameter stands that a model's own check begins with, such as `faults[0]`; else the part it is about. */
function placeOfProblem({ fix, vary }: StudyContent, message: string): StudyPath {
  const [, name = '', index] = /^Model "[^"]*": (\w+)(?:\[(\d+)\])?/.exec(message) ?? []
  const written = fix !== undefined && Object.hasOwn(fix, name) ? fix[name] : undefined
  if (written !== undefined) {
    const entry = Array.isArray(written) && index !== undefined && Number(index) < written.length
    return ['fix', name, ...(entry ? [Number(index)] : [])]
  }
  if (vary !== undefined) return Object.hasOwn(vary, name) ? ['vary', name] : ['vary']
  return [fix !== undefined ? 'fix' : 'design']
}

function knownParameter(source: StudySource, path: StudyPath, model: Model): void {
  const name = String(path.at(-1))
  if (Object.hasOwn(model.parameters, name)) return
  const names = Object.keys(model.parameters)
  throw source.error(
    path,
    `model "${model.name}" has no parameter "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}`,
    'key',
  )
}
