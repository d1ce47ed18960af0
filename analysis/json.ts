import type { PlainValue } from './record.ts'

const nonFinite: Readonly<Record<string, number>> = { Infinity, '-Infinity': -Infinity, NaN }

/**
 * JSON text of plain data. JSON has no infinities: they are written as the strings `"Infinity"` and `"-Infinity"`
 * (and a NaN as `"NaN"`), which `fromJson` reads back as numbers.
 */
export function toJson(data: unknown, indent = 2): string {
  return JSON.stringify(
    data,
    (_key, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value),
    indent,
  )
}

/**
 * The data of a JSON text written by `toJson`.
 * @throws SyntaxError when the text is not JSON.
 */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, value: PlainValue | null | object) =>
    typeof value === 'string' && Object.hasOwn(nonFinite, value) ? nonFinite[value] : value,
  ) as unknown
}
