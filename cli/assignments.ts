/** Reads what stands behind `--set`: `servers=12` and the like. */
export function assignments(set: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    set.map((text) => {
      const equals = text.indexOf('=')
      if (equals < 1)
        throw new Error(`--set ${text}: expected name=value, such as servers=12. (Give the model before --set.)`)
      return [text.slice(0, equals), text.slice(equals + 1)]
    }),
  )
}
