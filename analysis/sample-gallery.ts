import { join } from 'node:path'
import type { ChartSpec } from './chart/chart-spec.ts'
import { type SeriesRow, writeSeries } from './csv/series-file.ts'
import { writeRuns } from './csv/write-runs.ts'
import { writeSummary } from './csv/write-summary.ts'
import { buildManifest, writeManifest } from './manifest.ts'
import type { RunRecord, StudyDescription } from './record.ts'
import { sampleRun, sampleStudy } from './sample-study.ts'
import { summarise } from './summary.ts'

/** One chart of each kind, for the tests of this folder. */
export const galleryCharts: readonly ChartSpec[] = [
  { id: 'line', kind: 'line', x: 'load', y: 'meanWait', by: 'servers', title: 'Wait' },
  { id: 'direct', kind: 'line', x: 'load', y: 'meanWait', by: 'servers', labels: 'direct' },
  { id: 'bar', kind: 'bar', x: 'load', y: 'meanWait', by: 'servers' },
  { id: 'scatter', kind: 'scatter', x: 'utilisation', y: 'meanWait', by: 'servers' },
  { id: 'ecdf', kind: 'ecdf', x: 'meanWait', by: 'servers', where: { load: 0.9 } },
  { id: 'histogram', kind: 'histogram', x: 'meanWait', where: { load: 0.9, servers: 1 } },
  { id: 'outlines', kind: 'histogram', x: 'meanWait', by: 'servers', where: { load: 0.9 } },
  { id: 'box', kind: 'box', x: 'load', y: 'meanWait', by: 'servers' },
  { id: 'heatmap', kind: 'heatmap', x: 'load', y: 'servers', z: 'meanWait' },
  { id: 'timeseries', kind: 'timeseries', x: 'time', y: 'queueLength', by: 'servers', where: { load: 0.9 } },
]

/** The sample study with one chart of each kind and six replications. */
export const galleryStudy: StudyDescription = { ...sampleStudy, replications: 6, charts: galleryCharts }

const noise = [0.9, 1.15, 1, 0.95, 1.4, 1.05]

/** Six runs of each design point; the wait is that of M/M/1, halved by the second server, with fixed noise. */
export function galleryRuns(): RunRecord[] {
  return [2, 1].flatMap((servers) =>
    [0.5, 0.9].flatMap((load) =>
      noise.map((factor, replication) =>
        sampleRun(servers, load, replication, {
          responses: { meanWait: (factor * load) / (1 - load) / servers, utilisation: load * (0.99 + factor / 100) },
        }),
      ),
    ),
  )
}

/** A queue that fills up, sampled at eleven times in each run at load 0.9. */
export function gallerySeries(): SeriesRow[] {
  return galleryRuns()
    .filter(({ parameters }) => parameters['load'] === 0.9)
    .flatMap(({ point, replication, parameters }) =>
      Array.from({ length: 11 }, (_, step): SeriesRow => {
        const time = 10 * step
        const factors = { servers: Number(parameters['servers']), load: Number(parameters['load']) }
        const value = ((noise[replication] ?? 1) * 9 * time) / (time + 20) / factors.servers
        return { point, factors, replication, series: 'queueLength', unit: 'jobs', time, value }
      }),
    )
}

/** Writes a whole results folder. */
export function writeGallery(folder: string, study: StudyDescription = galleryStudy, runs = galleryRuns()): void {
  const theory = [2, 1].flatMap((servers) =>
    [0.5, 0.9].map((load) => ({
      point: `s${servers}l${load}`,
      metric: 'meanWait',
      value: load / (1 - load) / servers,
    })),
  )
  const code = { commit: null, dirty: null }
  const host = { os: 'linux', arch: 'x64', cpu: 'any', cores: 2 }
  const input = { command: 'meanwhile sweep mmc', version: '0', study, records: runs, code, host, created: new Date(0) }
  writeManifest(folder, buildManifest(input))
  writeRuns(join(folder, 'runs.csv'), study, runs)
  writeSummary(join(folder, 'summary.csv'), study, summarise(study, runs, theory))
  writeSeries(join(folder, 'series.csv'), study, gallerySeries())
}
