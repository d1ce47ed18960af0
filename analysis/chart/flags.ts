import type { SummaryRow } from '../summary.ts'

/**
 * Whether an estimate has no finite value because the system never settles there or a run measured infinity. Such a
 * point is drawn as an arrow.
 */
export function isUnbounded({ flags }: Pick<SummaryRow, 'flags'>): boolean {
  return flags.some((flag) => flag.startsWith('UNSTABLE') || flag.startsWith('INFINITE='))
}
