import type { SummaryMethod } from './summary.ts'

/** How the intervals of each method were made, in words for a caption. */
export const intervalWords: Readonly<Record<SummaryMethod, string>> = {
  'replication-t': 'Student t over replications',
  'pooled+jackknife-t': 'quantiles pooled over replications, jackknife over replications',
  'ratio-of-totals': 'ratio of totals over replications',
  wilson: 'Wilson over replications',
  theory: 'none',
}
