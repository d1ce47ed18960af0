/**
 * A value that a parameter can not take. It knows the value and the expectation, but not the parameter or the model:
 * whoever does (`resolveParameters`, a study reader) catches it and adds the place.
 */
export class ValueProblem extends Error {
  /** The rejected input, as it was given. */
  readonly given: unknown
  /** What was expected, as a noun phrase: `an integer >= 1 (unit servers)`. */
  readonly expected: string
  /** What the input is instead, when that is known: `is a size`. */
  readonly found: string | undefined

  constructor(given: unknown, expected: string, found?: string) {
    super(
      found === undefined ? `${show(given)}: expected ${expected}` : `${show(given)} ${found}; expected ${expected}`,
    )
    this.name = 'ValueProblem'
    this.given = given
    this.expected = expected
    this.found = found
  }
}

/** A value as it is quoted in messages: text in double quotes, everything else as JSON would write it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return String(value)
}
