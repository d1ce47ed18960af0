import { RandomStream } from '../engine/index.ts'
import { didYouMean } from '../models/suggest.ts'
import { show } from '../models/value-problem.ts'
import { fullFactorial } from './design/factorial.ts'
import { latinHypercube } from './design/latin-hypercube.ts'
import { morrisTrajectories } from './design/morris.ts'
import { largestSobolDimension, sobolPoints } from './design/sobol.ts'
import { twoLevels, valueAt, type Axis, type DesignFactor } from './design/space.ts'
import {
  bestGenerators,
  membersOf,
  mostTwoLevelFactors,
  twoLevelDesign,
  type Generator,
  type TwoLevelDesign,
} from './design/two-level.ts'
import { largestPlan } from './plan.ts'
import type { Assignment } from './study-design.ts'
import { readLevel } from './study-factors.ts'
import type { DesignContent } from './study-schema.ts'
import type { StudySource } from './study-text.ts'

/** The rows of a design as levels of the factors, in the order in which they are to be run. */
export interface DesignRows {
  readonly rows: readonly Assignment[]
  readonly coordinates?: readonly (readonly number[])[]
  readonly twoLevel?: TwoLevelDesign
  readonly generators?: readonly string[]
}

type Of<K extends DesignContent['kind']> = Extract<DesignContent, { kind: K }>

/**
 * Makes the rows of a design that is not read from a file.
 * @param seed of the study; randomised designs depend on nothing else
 * @throws {StudyError} when the factors do not suit the design
 */
export function designRows(
  source: StudySource,
  design: Exclude<DesignContent, { kind: 'file' }>,
  axes: readonly Axis[],
  seed: string,
): DesignRows {
  const stream = new RandomStream(`${seed}/design`, design.kind)
  if (design.kind !== 'full' && axes.length === 0)
    throw source.error(['design'], `the design "${design.kind}" needs factors; expected some under "vary"`)
  switch (design.kind) {
    case 'full':
      return { rows: fullRows(source, axes) }
    case 'one-at-a-time':
      return { rows: oneAtATime(source, design, axes) }
    case '2k':
    case '2k-p':
      return twoLevelRows(source, design, axes)
    case 'lhs': {
      limited(source, design.points)
      return sampled(axes, latinHypercube(design.points, axes.length, stream))
    }
    case 'sobol': {
      limited(source, design.points)
      if (axes.length > largestSobolDimension)
        throw source.error(
          ['design'],
          `a Sobol design has at most ${largestSobolDimension} factors; this study varies ${axes.length}`,
        )
      return sampled(axes, sobolPoints(design.points, axes.length, design.shift === false ? undefined : stream))
    }
    case 'morris': {
      limited(source, design.trajectories * (axes.length + 1))
      const coordinates = morrisTrajectories(design.trajectories, axes.length, design.levels ?? 4, stream)
      return { ...sampled(axes, coordinates, true), coordinates }
    }
  }
}

/** Every combination, the last axis varying fastest. */
function fullRows(source: StudySource, axes: readonly Axis[]): Assignment[] {
  const sizes = axes.map(([first]) => first!.levels.length)
  const count = sizes.reduce((product, size) => product * size, 1)
  if (count > largestPlan) {
    const message = `the factors have ${count} combinations; expected at most ${largestPlan}. Take fewer levels or split the study`
    throw source.error(['vary'], message, 'key')
  }
  return fullFactorial(axes.map((axis, i) => Array.from({ length: sizes[i]! }, (_, level) => levelsOf(axis, level))))
}

function levelsOf(axis: Axis, level: number): Assignment {
  return Object.fromEntries(axis.map(({ name, levels }) => [name, levels[level]!]))
}

function oneAtATime(source: StudySource, { base = {} }: Of<'one-at-a-time'>, axes: readonly Axis[]): Assignment[] {
  const factors = axes.flat()
  for (const name of Object.keys(base)) {
    const names = factors.map((factor) => factor.name)
    if (!names.includes(name))
      throw source.error(
        ['design', 'base', name],
        `design.base: "${name}" is no factor of this study.${didYouMean(name, names)} Expected one of ${names.join(', ')}`,
        'key',
      )
  }
  const start = axes.map((axis) => {
    const named = axis.filter(({ name }) => Object.hasOwn(base, name))
    const at = named.map((factor) => baseLevel(source, factor, base[factor.name]))
    if (new Set(at).size > 1)
      throw source.error(['design', 'base'], `design.base takes different rows of factors that move together`)
    return at[0] ?? 0
  })
  const row = (levels: readonly number[]): Assignment =>
    Object.assign({}, ...axes.map((axis, i) => levelsOf(axis, levels[i]!)))
  const others = axes.flatMap((axis, i) =>
    axis[0]!.levels.flatMap((_, level) => (level === start[i] ? [] : [row(start.with(i, level))])),
  )
  return [row(start), ...others]
}

function baseLevel(source: StudySource, factor: DesignFactor, given: unknown): number {
  const path = ['design', 'base', factor.name]
  const level = factor.levels.indexOf(readLevel(source, path, factor.parameter, given))
  if (level >= 0) return level
  const levels = factor.levels.map((value) => factor.parameter.format(value)).join(', ')
  throw source.error(path, `design.base.${factor.name} is ${show(given)}; expected one of the levels ${levels}`)
}

function twoLevelRows(source: StudySource, design: Of<'2k'> | Of<'2k-p'>, axes: readonly Axis[]): DesignRows {
  const names = axes.map((axis) => axis.map(({ name }) => name).join('+'))
  if (axes.length > mostTwoLevelFactors)
    throw source.error(
      ['design'],
      `a two-level design has at most ${mostTwoLevelFactors} factors; this study varies ${axes.length}`,
    )
  for (const factor of axes.flat()) {
    if (twoLevels(factor) === undefined)
      throw source.error(
        ['vary', factor.name],
        `vary.${factor.name} has ${factor.levels.length} levels; expected two for the design "${design.kind}", such as [1, 4] or 1..4`,
      )
  }
  const generators = design.kind === '2k' ? [] : generatorsOf(source, design, names)
  const twoLevel = twoLevelDesign(axes.length, generators)
  if (twoLevel.resolution < 3) {
    const same = membersOf(twoLevel.words[0]!)
      .map((i) => names[i])
      .join(' and ')
    throw source.error(['design'], `these generators do not keep ${same} apart; expected products that differ`)
  }
  limited(source, twoLevel.signs.length)
  const rows = twoLevel.signs.map(
    (signs): Assignment =>
      Object.fromEntries(
        axes.flatMap((axis, i) => axis.map((factor) => [factor.name, twoLevels(factor)![signs[i]! < 0 ? 0 : 1]])),
      ),
  )
  const words = generators.map(
    ({ factor, product }) => `${names[factor]} = ${product.map((i) => names[i]).join(' * ')}`,
  )
  return { rows, twoLevel, ...(generators.length > 0 && { generators: words }) }
}

function generatorsOf(source: StudySource, { p, generators }: Of<'2k-p'>, names: readonly string[]): Generator[] {
  const k = names.length
  if (generators === undefined) {
    const best = p! < k ? bestGenerators(k, p!) : undefined
    if (best !== undefined) return best
    throw source.error(
      ['design'],
      `${k} factors in ${p! < k ? 2 ** (k - p!) : 1} runs (2^(${k}-${p})) can not be told apart; expected a smaller p or more factors`,
    )
  }
  const generated = Object.keys(generators)
  if (p !== undefined && p !== generated.length)
    throw source.error(['design', 'p'], `design.p is ${p}; expected ${generated.length}, the number of generators`)
  return Object.entries(generators).map(([name, product]) => {
    const path = ['design', 'generators', name]
    const factor = names.indexOf(name)
    if (factor < 0)
      throw source.error(
        path,
        `"${name}" is no factor of this study.${didYouMean(name, names)} Expected one of ${names.join(', ')}`,
        'key',
      )
    const members = product.split('*').map((part) => part.trim())
    const allowed = names.filter((other) => !generated.includes(other))
    const wrong =
      members.find((member) => !allowed.includes(member)) ?? members.find((member, i) => members.indexOf(member) < i)
    if (wrong !== undefined || members.length < 2) {
      const reason = wrong === undefined ? 'is one factor' : `has "${wrong}"`
      throw source.error(
        path,
        `design.generators.${name} ${reason}; expected a product of two or more of ${allowed.join(', ')}, each once`,
      )
    }
    return { factor, product: members.map((member) => names.indexOf(member)) }
  })
}

function sampled(axes: readonly Axis[], coordinates: readonly (readonly number[])[], closed = false): DesignRows {
  const rows = coordinates.map(
    (u): Assignment =>
      Object.fromEntries(
        axes.flatMap((axis, i) => axis.map((factor) => [factor.name, valueAt(factor, u[i]!, closed)])),
      ),
  )
  return { rows }
}

function limited(source: StudySource, count: number): void {
  if (count > largestPlan)
    throw source.error(['design'], `the design has ${count} points; expected at most ${largestPlan}`)
}
