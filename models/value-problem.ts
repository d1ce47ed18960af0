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
  /** Where `given` stands inside a list or map that was given: `[0, 'at']`. Empty for a value as a whole. */
  readonly at: readonly (string | number)[]

  constructor(given: unknown, expected: string, found?: string, at: readonly (string | number)[] = []) {
    super(
      found === undefined ? `${show(given)}: expected ${expected}` : `${show(given)} ${found}; expected ${expected}`,
    )
    this.name = 'ValueProblem'
    this.given = given
    this.expected = expected
    this.found = found
    this.at = at
  }
}

/** A place inside a list or map as people write it: `[0].at`. */
export function placeText(at: readonly (string | number)[]): string {
  return at.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
}

/** A value as it is quoted in messages: text in double quotes, everything else as JSON would write it. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return String(value)
}
