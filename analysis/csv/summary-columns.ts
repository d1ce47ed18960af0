/** Columns of `summary.csv` before and after the factor columns. */
export const columnsBeforeFactors = ['study', 'point'] as const
export const columnsAfterFactors = [
  'metric',
  'unit',
  'estimate',
  'ci_low',
  'ci_high',
  'confidence',
  'method',
  'replications',
  'flags',
] as const

/** Between two flags of one cell. */
export const flagSeparator = ';'
