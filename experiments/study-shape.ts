import type { z } from 'zod'
import { didYouMean } from '../models/suggest.ts'
import { show, ValueProblem } from '../models/value-problem.ts'
import { designKinds, keysAt, parseShape, type StudyContent } from './study-schema.ts'
import type { StudyPath, StudySource } from './study-text.ts'

/**
 * Checks the shape of a study: keys, types, simple ranges.
 * @throws {StudyError} at the first problem from the top of the file
 */
export function checkShape(source: StudySource): StudyContent {
  const content = source.content
  const result = parseShape(content)
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => explainIssue(source, [], issue, content))
  throw errors.sort((a, b) => a.line - b.line || a.column - b.column)[0]!
}

/**
 * One problem of shape as an error with its place.
 * @param at path of what was checked within the study
 */
export function explainIssue(
  source: StudySource,
  at: StudyPath,
  issue: z.core.$ZodIssue,
  content: unknown,
): ReturnType<StudySource['error']> {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  const given = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], content)
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const allowed = keysAt(path)
    const place = path.length === 0 ? 'in a study' : path[0] === 'charts' ? 'in a chart' : `in "${pathText(path)}"`
    const keys = allowed.length === 0 ? '' : ` Keys: ${allowed.join(', ')}`
    return source.error([...path, key], `unknown key "${key}" ${place}.${didYouMean(key, allowed)}${keys}`, 'key')
  }
  if (issue.code === 'invalid_union') {
    if (issue.discriminator !== undefined && issue.path.at(-1) === issue.discriminator) {
      const all = `expected one of ${designKinds.join(', ')}`
      if (given === undefined) return source.error(path.slice(0, -1), `${pathText(path)} is missing; ${all}`)
      const meant = didYouMean(String(given), designKinds)
      return source.error(path, `${pathText(path)} is ${show(given)}; ${all}.${meant}`)
    }
    // Of several allowed forms, the one whose outside fits is the one that was meant.
    const meant = issue.errors.filter((branch) => branch.every((inner) => isInside(inner)))
    if (meant.length === 1) {
      // A key that is not known explains one that is missing.
      const first = meant[0]!.find(({ code }) => code === 'unrecognized_keys') ?? meant[0]![0]!
      return explainIssue(source, path, first, content)
    }
  }
  const message = issue.message
  if (given === undefined) return source.error(path, `"${pathText(path)}" is missing; expected ${message}`)
  return source.error(path, `${pathText(path)} is ${showGiven(given)}; expected ${message}`)
}

function isInside(issue: z.core.$ZodIssue): boolean {
  return (
    issue.path.length > 0 ||
    issue.code === 'unrecognized_keys' ||
    issue.code === 'too_small' ||
    issue.code === 'invalid_union'
  )
}

/** A path as people write it: `charts[0].x`. */
export function pathText(path: StudyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

/** A value of a study file as it is quoted in messages; no value at all is called empty. */
export function showGiven(value: unknown): string {
  return value === null || value === '' ? 'empty' : show(value)
}

/** What is wrong with the value at a path: `fix.servers is 2.5; expected an integer >= 1 (unit servers)`. */
export function problemText(path: StudyPath, { given, expected, found }: ValueProblem): string {
  return `${pathText(path)} is ${showGiven(given)}${found === undefined ? '' : ` (${found})`}; expected ${expected}`
}

/** Does the reading and puts the place in front of a problem with the value. */
export function checked<T>(source: StudySource, path: StudyPath, read: () => T): T {
  try {
    return read()
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const place = [...path, ...problem.at]
    throw source.error(place, problemText(place, problem))
  }
}
