import type { RunRecord, StudyDescription } from './record.ts'

/** A small study for the tests of this folder: two factors, two metrics, three replications. */
export const sampleStudy: StudyDescription = {
  name: 'queueing/mmc',
  title: 'Wait against load',
  model: 'queueing/mmc',
  parameters: [
    { name: 'servers', unit: 'servers' },
    { name: 'load', unit: '1' },
    { name: 'service', unit: 's' },
  ],
  factors: [
    { name: 'servers', unit: 'servers', levels: [2, 1] },
    { name: 'load', unit: '1', levels: [0.5, 0.9] },
  ],
  metrics: [
    { name: 'meanWait', unit: 's', doc: 'Mean time from arrival to start of service, Wq.' },
    { name: 'utilisation', unit: '1', doc: 'Time-average fraction of busy servers, rho.' },
  ],
  confidence: 0.95,
  replications: 3,
  seed: 'root',
  warmUp: 10,
  horizon: Infinity,
  charts: [],
  factorDocs: { servers: 'Number of servers.', load: 'Offered load of one server.' },
}

/** One run of the sample study. */
export function sampleRun(
  servers: number,
  load: number,
  replication: number,
  change: Partial<RunRecord> = {},
): RunRecord {
  const point = `s${servers}l${load}`
  return {
    id: `${point}r${replication}`,
    study: sampleStudy.name,
    model: sampleStudy.model,
    point,
    replication,
    seed: sampleStudy.seed,
    warmUp: sampleStudy.warmUp,
    horizon: sampleStudy.horizon,
    parameters: { servers, load, service: 'exponential(1s)' },
    responses: { meanWait: replication + 0.1, utilisation: load },
    events: 100,
    stop: 'horizon',
    fingerprint: 'f00',
    ...change,
  }
}

/** Three replications of every design point, in the order of the design. */
export function sampleRuns(): RunRecord[] {
  const replications = [0, 1, 2]
  return [2, 1].flatMap((servers) =>
    [0.5, 0.9].flatMap((load) => replications.map((replication) => sampleRun(servers, load, replication))),
  )
}
