import { shortHash } from '../canonical.ts'

/** How many runs to do again: a share above 0 and up to 1, or a number of runs. */
export type SampleSize = { readonly share: number } | { readonly runs: number }

/** Fewer runs than this say little, however small their share. */
const fewest = 3

/**
 * Reads `5%` or `20`.
 * @throws for anything else
 */
export function parseSample(text: string): SampleSize {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? []
  const value = Number(digits)
  if (percent === '%' && value > 0 && value <= 100) return { share: value / 100 }
  if (percent === '' && Number.isInteger(value) && value >= 1) return { runs: value }
  throw new Error(`--sample ${text}: expected a share such as 5%, or a number of runs such as 20.`)
}

/**
 * Picks some items, in their order. Which ones depends on their names and the salt alone, so that the same sample can
 * be had again, and another one by another salt.
 * @returns positions, ascending; at least 3 for a share, where there are so many
 */
export function sampleOf(names: readonly string[], size: SampleSize, salt: string): number[] {
  const asked = 'runs' in size ? size.runs : Math.max(fewest, Math.ceil(size.share * names.length))
  return names
    .map((name, position) => ({ position, key: shortHash(`${salt}/${name}`, 16) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, asked)
    .map(({ position }) => position)
    .sort((a, b) => a - b)
}
