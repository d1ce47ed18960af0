/**
 * Every combination of one entry per axis, in the order of the axes: the last one varies fastest. No axes give one empty
 * combination; so a study that varies nothing has one design point.
 * @param axes the levels of each axis, as maps from factors to levels; factors in lockstep share an axis
 */
export function fullFactorial<T>(axes: readonly (readonly Readonly<Record<string, T>>[])[]): Record<string, T>[] {
  let points: Record<string, T>[] = [{}]
  for (const levels of axes) points = points.flatMap((point) => levels.map((level) => ({ ...point, ...level })))
  return points
}
