/**
 * A decimal number, exactly: `digits / 10^scale`. Levels of a factor are computed with it, because
 * 0.5 + 9 x 0.05 in binary floating point is 0.9500000000000002 and would miss the end of a range.
 */
export interface Decimal {
  readonly digits: bigint
  /** Number of decimals, an integer >= 0. */
  readonly scale: number
}

const pattern = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,3}))?$/i

/** Reads `0.5`, `-2`, `.25` or `1e-3`; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = pattern.exec(text.trim())
  if (match === null) return undefined
  const [, sign = '', mantissa = '', exponent = '0'] = match
  const [whole = '', fraction = ''] = mantissa.split('.')
  const magnitude = BigInt(whole + fraction)
  const digits = sign === '-' ? -magnitude : magnitude
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

/** a + b. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: rescaled(a, scale) + rescaled(b, scale), scale }
}

/** a x b. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale }
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const difference = rescaled(a, scale) - rescaled(b, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The shortest text of the number: no exponent, no zeros at the end. */
export function formatDecimal({ digits, scale }: Decimal): string {
  const magnitude = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const whole = magnitude.slice(0, magnitude.length - scale)
  const fraction = magnitude.slice(magnitude.length - scale).replace(/0+$/, '')
  return `${digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

function rescaled({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale)
}
