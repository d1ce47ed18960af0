/** A number with its noun: `1 run`, `8 runs`. */
export function many(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** A share in per cent: 0.95 is `95 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`
}

/** What stands before a separator; all of it without one. */
export function cut(text: string, separator: string): string {
  return text.split(separator)[0] ?? text
}
