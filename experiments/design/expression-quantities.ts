import { parseQuantity } from '../../models/quantity.ts'
import { ExpressionProblem } from './expression-problem.ts'

/** A quantity inside an expression: digits and, right behind them, a unit (`10ms`, `64KiB`, `5/s`). */
const quantity = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?([A-Za-zµμ]+(?:\/s)?|\/(?:s|ms|us|ns|min|h|d)\b)?/iy
const bases = ['s', 'B', 'bit/s', '1/s']

/**
 * Replaces each quantity by a name of the same length, since the grammar of the parser knows no units.
 * @param names of the scope: one that is called like a unit is that name
 * @returns the text, and the value in base units of each name that was put in
 * @throws {ExpressionProblem} for a unit that there is not
 */
export function maskQuantities(
  text: string,
  names: readonly string[],
): { masked: string; literals: ReadonlyMap<string, number> } {
  const literals = new Map<string, number>()
  let masked = ''
  for (let at = 0; at < text.length;) {
    const character = text[at]!
    const close = character === '"' || character === "'" ? endOfText(text, at) : at
    // A digit inside a name (log10, p99) is no number.
    const name = /[A-Za-z_$][\w$]*/y
    name.lastIndex = at
    const end = close > at ? close : name.test(text) ? name.lastIndex : at
    if (end > at) {
      masked += text.slice(at, end)
      at = end
      continue
    }
    quantity.lastIndex = at
    const match = /[\d.]/.test(character) ? quantity.exec(text) : null
    const unit = match?.[1]
    if (match === null || unit === undefined || names.includes(unit.slice(unit.startsWith('/') ? 1 : 0))) {
      const plain = match === null ? character : match[0].slice(0, match[0].length - (unit?.length ?? 0))
      masked += plain
      at += plain.length
      continue
    }
    const key = `_${literals.size}`.padEnd(match[0].length, '_')
    literals.set(key, readQuantity(match[0], unit, at))
    masked += key
    at += match[0].length
  }
  return { masked, literals }
}

function endOfText(text: string, start: number): number {
  const end = text.indexOf(text[start]!, start + 1)
  if (end < 0) throw new ExpressionProblem(`the text that begins here has no closing ${text[start]}`, start)
  return end + 1
}

function readQuantity(text: string, unit: string, offset: number): number {
  for (const base of bases) {
    try {
      return parseQuantity(text, base)
    } catch {
      // Of another dimension; the next one is tried.
    }
  }
  throw new ExpressionProblem(
    `"${text}" has the unknown unit "${unit}"; expected one such as 10ms, 64KiB, 10Mbps or 5/s`,
    offset,
  )
}
