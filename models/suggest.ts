/**
 * The candidate most like a mistyped name, or undefined when none is close enough to be worth proposing.
 * Upper and lower case count as equal; a last path segment (`mmc` for `queueing/mmc`) counts as a full match.
 */
export function suggest(given: string, candidates: readonly string[]): string | undefined {
  const wanted = given.toLowerCase()
  const byLastSegment = candidates.filter((candidate) => candidate.toLowerCase().endsWith(`/${wanted}`))
  if (byLastSegment.length === 1) return byLastSegment[0]
  let best: string | undefined
  // Two slips in a short word, about one in three letters in a long one: more is a different word.
  let bestDistance = (given.length <= 2 ? 1 : Math.max(2, Math.floor(given.length / 3))) + 1
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` Did you mean "servers"?` with its leading space, or nothing: ready to be put behind a message. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const best = suggest(given, candidates)
  return best === undefined ? '' : ` Did you mean "${best}"?`
}

/**
 * Number of insertions, deletions, replacements and swaps of neighbours that turn one text into the other
 * (optimal string alignment: no letter is edited twice).
 * @source Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964.
 */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(replace, previous[j]! + 1, row[j - 1]! + 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, beforePrevious[j - 2]! + 1)
      row.push(cost)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.length]!
}
