/** A unit to show values in: shown value = value * factor. */
export interface ShownUnit {
  /** Empty when each value carries its own unit. */
  readonly unit: string
  readonly factor: number
  /** Text of a value in a unit of its own, for values that no common unit fits: 64 B, 4 KiB, 1 MiB. */
  readonly text?: (value: number) => string
  /** Present where the values are the only arguments of this law, such as `exponential`. */
  readonly law?: string
}

/** Units of one kind, the largest first: used from `from` (in the base unit) upwards. */
type Ladder = readonly { readonly from: number; readonly unit: string; readonly factor: number }[]

const day = 86_400
const hour = 3600
const time: Ladder = [
  { from: 3 * day, unit: 'days', factor: 1 / day },
  { from: 3 * hour, unit: 'h', factor: 1 / hour },
  { from: 1, unit: 's', factor: 1 },
  { from: 1e-3, unit: 'ms', factor: 1e3 },
  { from: 1e-6, unit: 'µs', factor: 1e6 },
  { from: 0, unit: 'ns', factor: 1e9 },
]

function decimal(unit: string): Ladder {
  return [
    { from: 1e12, unit: `T${unit}`, factor: 1e-12 },
    { from: 1e9, unit: `G${unit}`, factor: 1e-9 },
    { from: 1e6, unit: `M${unit}`, factor: 1e-6 },
    { from: 1e3, unit: `k${unit}`, factor: 1e-3 },
    { from: 0, unit, factor: 1 },
  ]
}

const kibi = 1024
const binary: Ladder = [
  { from: kibi * kibi * kibi, unit: 'GiB', factor: 1 / (kibi * kibi * kibi) },
  { from: kibi * kibi, unit: 'MiB', factor: 1 / (kibi * kibi) },
  { from: kibi, unit: 'KiB', factor: 1 / kibi },
  { from: 0, unit: 'B', factor: 1 },
]

/**
 * The unit for values that are written out one by one: levels in a legend, labels of an axis of words, ticks that stand
 * at the levels of a log axis. As `shownUnit`, but sizes in powers of two each carry their own unit.
 */
export function levelUnit(unit: string, levels: readonly number[]): ShownUnit {
  const areSizes = unit === 'B' && levels.every((size) => size > 0 && (size < kibi || size % kibi === 0))
  const units = new Set(levels.map((size) => rung(binary, size).unit))
  if (!areSizes || units.size < 2) return shownUnit(unit, levels)
  const text = (size: number): string => `${size * rung(binary, size).factor} ${rung(binary, size).unit}`
  return { unit: '', factor: 1, text }
}

/**
 * The unit for levels that are the same law with another mean: exponential(0.0001), exponential(0.003). A title that names
 * the law leaves numbers to be read: 0.1, 3 ms. Nothing for any other levels.
 */
export function lawUnit(unit: string, levels: readonly unknown[]): ShownUnit | undefined {
  const [law] = lawOf(levels[0]) ?? []
  const found = levels.map((level) => lawOf(level))
  if (law === undefined || found.length < 2 || !found.every((one) => one?.[0] === law)) return undefined
  const means = found.map((one) => one?.[1] ?? NaN)
  return { ...shownUnit(unit, means), law }
}

/** The name and the argument of a law that has no other than its mean. */
export function lawOf(level: unknown): readonly [law: string, argument: number] | undefined {
  const [, law, digits] = /^(exponential|deterministic)\((\d[\d.e+-]*)\)$/.exec(String(level)) ?? []
  return law === undefined || Number.isNaN(Number(digits)) ? undefined : [law, Number(digits)]
}

/**
 * The unit in which some values read best, judged by the largest: waits up to 0.002 s are shown as 2 ms. Counts, ratios
 * and rates keep theirs.
 * @param unit Base unit: `s`, `bit/s`, `B`, `B/s` or any other.
 * @param values In the base unit; values that are not finite do not matter.
 */
export function shownUnit(unit: string, values: readonly number[]): ShownUnit {
  const sizes = values.filter((value) => Number.isFinite(value)).map(Math.abs)
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0)
  const ladder = ladderOf(unit, sizes)
  return largest === 0 || ladder === undefined ? { unit, factor: 1 } : rung(ladder, largest)
}

function rung(ladder: Ladder, size: number): ShownUnit {
  const { unit, factor } = ladder.find((step) => size >= step.from) ?? { unit: '', factor: 1 }
  return { unit, factor }
}

function ladderOf(unit: string, sizes: readonly number[]): Ladder | undefined {
  if (unit === 's') return time
  if (unit === 'B' && sizes.every((size) => size % kibi === 0)) return binary
  if (unit === 'B' || unit === 'B/s' || unit === 'bit/s' || unit === 'bit') return decimal(unit)
  return undefined
}
