/**
 * Every combination of one level per factor, in the order of the factors: the last one varies fastest.
 * No factors give one empty combination; so a study that varies nothing has one design point.
 */
export function fullFactorial<T>(
  factors: readonly { readonly name: string; readonly levels: readonly T[] }[],
): Record<string, T>[] {
  let points: Record<string, T>[] = [{}]
  for (const { name, levels } of factors) {
    points = points.flatMap((point) => levels.map((level) => ({ ...point, [name]: level })))
  }
  return points
}
