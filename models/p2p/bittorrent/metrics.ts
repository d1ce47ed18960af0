import type { Metrics } from '../../definition.ts'

/** What comes out. */
export const metrics = {
  meanDownload: { unit: 's', doc: 'Mean time from joining to the last piece, over those who completed.' },
  medianDownload: { unit: 's', doc: 'Median of that time.' },
  p95Download: { unit: 's', doc: '95th percentile of that time.' },
  lastDownload: { unit: 's', doc: 'Longest such time.' },
  makespan: { unit: 's', doc: 'Time from the start until no leecher is left; none while there are leechers.' },
  lowerBound: {
    unit: 's',
    doc: 'No protocol can serve this flash crowd in a shorter makespan: max(F/us, F/dmin, N F/(us + sum u)).',
  },
  typicalTime: { unit: 's', doc: 'Mean download time of typical leechers.' },
  fastTime: { unit: 's', doc: 'Mean download time of fast leechers.' },
  slowTime: { unit: 's', doc: 'Mean download time of slow leechers.' },
  contributorTime: { unit: 's', doc: 'Mean download time of leechers that are no free riders.' },
  freeRiderTime: { unit: 's', doc: 'Mean download time of free riders.' },
  meanStay: { unit: 's', doc: 'Mean time as a leecher, those who gave up included, T.' },
  uploadUse: {
    unit: '1',
    doc: 'Bits uploaded by leechers over what their uplinks could carry while they were leechers.',
  },
  downloadUse: { unit: '1', doc: 'Bits downloaded over what the downlinks of the leechers could carry.' },
  originShare: { unit: '1', doc: 'Fraction of all bits that came from the initial seeds.' },
  waste: {
    unit: '1',
    doc: 'Fraction of all bits that were received in vain: blocks that came twice, or were broken off.',
  },
  maxServed: { unit: 'files', doc: 'Most that any leecher uploaded until it completed, in file sizes.' },
  fairness: { unit: '1', doc: "Jain's index of what leechers uploaded until they completed; 1: all the same." },
  meanLeechers: { unit: 'leechers', doc: 'Time-average number of leechers, x.' },
  meanSeeds: { unit: 'seeds', doc: 'Time-average number of finished peers that seed, initial seeds not counted, y.' },
  growth: {
    unit: 'leechers/s',
    doc: 'Leechers at the end less those at the start of the observation, over its length.',
  },
  completed: { unit: 'leechers', doc: 'Leechers that completed the download.' },
  aborted: { unit: 'leechers', doc: 'Leechers that gave up.' },
} satisfies Metrics
