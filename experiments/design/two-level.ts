/** A two-level design: which sign each factor has in each run, and what can not be told apart. */
export interface TwoLevelDesign {
  /** Number of factors, k. */
  readonly factors: number
  /** -1 or +1 for each factor, a row a run; the first factor changes slowest. */
  readonly signs: readonly (readonly number[])[]
  /** The defining relation: products of factors that are constant over the design, as bit masks (factor 0 is bit 0). */
  readonly words: readonly number[]
  /** Length of the shortest word; Infinity for a full 2^k, where nothing is confounded. */
  readonly resolution: number
}

/** A generated factor and the base factors whose product it is. */
export interface Generator {
  readonly factor: number
  readonly product: readonly number[]
}

/** Most factors of a two-level design: 2^20 runs are beyond what anyone waits for. */
export const mostTwoLevelFactors = 20

/** Branches looked at before the best generators found so far are taken. */
const searchLimit = 300_000

/**
 * A full 2^k or, with generators, a fraction 2^(k-p) of it.
 * @param factors k, an integer from 1 to 20
 * @param generators p of them, each a product of factors that are not generated themselves
 * @source G. E. P. Box, W. G. Hunter and J. S. Hunter, Statistics for Experimenters (1978), ch. 12; R. Jain, The Art of
 *   Computer Systems Performance Analysis (1991), ch. 17 and 19.
 */
export function twoLevelDesign(factors: number, generators: readonly Generator[] = []): TwoLevelDesign {
  const products = new Map(generators.map(({ factor, product }) => [factor, product]))
  const base = Array.from({ length: factors }, (_, i) => i).filter((i) => !products.has(i))
  const signs = Array.from({ length: 2 ** base.length }, (_, run) => {
    const row = Array.from({ length: factors }, () => 1)
    base.forEach((factor, i) => (row[factor] = (run >>> (base.length - 1 - i)) & 1 ? 1 : -1))
    for (const [factor, product] of products) row[factor] = product.reduce((sign, other) => sign * row[other]!, 1)
    return row
  })
  const group = [0]
  for (const { factor, product } of generators) {
    const word = product.reduce((mask, other) => mask ^ (1 << other), 1 << factor)
    group.push(...group.map((other) => other ^ word))
  }
  const words = group.filter((word) => word !== 0).sort((a, b) => order(a) - order(b) || a - b)
  return { factors, signs, words, resolution: words.length === 0 ? Infinity : order(words[0]!) }
}

/**
 * Generators of a 2^(k-p) of the highest resolution and, among those, with the fewest shortest words (minimum
 * aberration). The last p factors are generated.
 * @returns undefined when no such fraction keeps the main effects apart (resolution III)
 * @source Minimum aberration: A. Fries and W. G. Hunter, Technometrics 22 (1980) 601-608.
 */
export function bestGenerators(factors: number, fraction: number): Generator[] | undefined {
  const base = factors - fraction
  const candidates = Array.from({ length: 2 ** base }, (_, mask) => mask).filter((mask) => order(mask) >= 2)
  if (candidates.length < fraction) return undefined
  // Long products first: they make long words.
  candidates.sort((a, b) => order(b) - order(a) || a - b)
  let best: { pattern: number[]; masks: number[] } | undefined
  let looked = 0
  const search = (from: number, masks: number[], words: number[], pattern: number[]): void => {
    if (best !== undefined && compare(pattern, best.pattern) >= 0) return
    if (masks.length === fraction) {
      best = { pattern, masks }
      return
    }
    for (let i = from; i <= candidates.length - (fraction - masks.length) && looked < searchLimit; i++) {
      looked++
      const word = candidates[i]! | (1 << (base + masks.length))
      const added = words.map((other) => other ^ word)
      const next = [...pattern]
      for (const other of added) next[order(other)]!++
      search(i + 1, [...masks, candidates[i]!], [...words, ...added], next)
    }
  }
  search(
    0,
    [],
    [0],
    Array.from({ length: factors + 1 }, () => 0),
  )
  return best?.masks.map((mask, i) => ({ factor: base + i, product: membersOf(mask) }))
}

/** Lexicographic: fewer words of length 1 first, then of length 2, and so on. */
function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((count, i) => count !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}

/** Number of factors in a product. */
export function order(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/** The factors of a product, ascending. */
export function membersOf(mask: number): number[] {
  return Array.from({ length: 32 - Math.clz32(mask) }, (_, i) => i).filter((i) => ((mask >>> i) & 1) === 1)
}

/** Main effects and two-factor interactions, each with the effects of at most `longest` factors that it is confused with. */
export function aliases({ factors, words }: TwoLevelDesign, longest: number): { effect: number; with: number[] }[] {
  const effects = Array.from({ length: factors }, (_, i) => 1 << i)
  for (let i = 0; i < factors; i++) for (let j = i + 1; j < factors; j++) effects.push((1 << i) | (1 << j))
  const seen = new Set<number>()
  return effects.flatMap((effect) => {
    if (seen.has(effect)) return []
    const others = words.map((word) => word ^ effect).sort((a, b) => order(a) - order(b) || a - b)
    for (const other of others) seen.add(other)
    return [{ effect, with: others.filter((other) => order(other) <= longest) }]
  })
}

/** One effect of a two-level design. */
export interface Effect {
  /** Factors of the effect as a bit mask; 0 for the mean. */
  readonly mask: number
  /** Half the change of the response from the low to the high side, q. */
  readonly value: number
  /** Share of the total variation that it explains, 0 to 1; NaN for the mean. */
  readonly variation: number
}

/** What a two-level experiment says of one metric. */
export interface EffectAnalysis {
  /** The mean, then the effects of one factor, of two, ...: one for each run of the design. */
  readonly effects: readonly Effect[]
  /** Variation between the replications of a run, SSE. */
  readonly errorSquares: number
  /** Total variation around the mean, SST. */
  readonly totalSquares: number
}

/**
 * Effects of a 2^k r or 2^(k-p) r experiment by the sign table, with the allocation of variation.
 * @param responses for each run of the design its replications, r >= 1 each, as many for every run
 * @source R. Jain, The Art of Computer Systems Performance Analysis (1991), sections 17.3 and 18.2 to 18.4.
 */
export function twoLevelEffects(design: TwoLevelDesign, responses: readonly (readonly number[])[]): EffectAnalysis {
  const runs = design.signs.length
  const replications = responses[0]!.length
  const means = responses.map((values) => values.reduce((sum, value) => sum + value, 0) / replications)
  const masks = representatives(design)
  const values = masks.map((mask) => {
    const members = membersOf(mask)
    const sum = design.signs.reduce(
      (total, row, i) => total + means[i]! * members.reduce((sign, factor) => sign * row[factor]!, 1),
      0,
    )
    return sum / runs
  })
  const errorSquares = responses.reduce(
    (total, row, i) => total + row.reduce((sum, value) => sum + (value - means[i]!) * (value - means[i]!), 0),
    0,
  )
  const squares = values.map((value) => runs * replications * value * value)
  const totalSquares = squares.slice(1).reduce((sum, square) => sum + square, 0) + errorSquares
  return {
    effects: masks.map((mask, i) => ({
      mask,
      value: values[i]!,
      variation: mask === 0 ? NaN : squares[i]! / totalSquares,
    })),
    errorSquares,
    totalSquares,
  }
}

/** Of each set of effects that are confused with one another, the one of fewest factors. */
function representatives({ factors, signs, words }: TwoLevelDesign): number[] {
  const chosen: number[] = []
  const seen = new Set<number>()
  const masks = Array.from({ length: 2 ** factors }, (_, mask) => mask).sort((a, b) => order(a) - order(b) || a - b)
  for (const mask of masks) {
    if (chosen.length === signs.length) break
    if (seen.has(mask)) continue
    chosen.push(mask)
    for (const word of words) seen.add(mask ^ word)
  }
  return chosen
}
