import { estimateMetric } from '../analysis/estimate.ts'
import type { RunRecord } from '../analysis/record.ts'
import { claimConfidence, defaultPrecision, verdictOf, type Claim, type Verdict } from '../models/claim.ts'
import type { Model } from '../models/definition.ts'
import { loadClaims, loadModel } from '../models/registry.ts'
import { resolveParameters } from '../models/resolve.ts'
import { runCodeHash } from './code-hash.ts'
import type { Executor } from './executor/executor.ts'
import { makePlan, type RunSpec } from './plan.ts'
import type { Progress } from './runner.ts'
import { defaultSeed } from './run-settings.ts'

/** One expected value of a claim against the simulation. */
export interface ClaimResult {
  readonly model: string
  readonly claim: string
  readonly source: string
  readonly metric: string
  readonly expected: number
  /** Null when no run gave a response. */
  readonly mean: number | null
  /** Half-width of the 99.9 % interval over replications; null under 3 of them. */
  readonly halfWidth: number | null
  /** Runs that it was judged by: those that the claim asks for, or more where their interval was too wide. */
  readonly replications: number
  readonly verdict: Verdict
  /** Why runs failed, where some did; the claim is then not decided. */
  readonly error?: string
}

interface PlannedClaim {
  readonly claim: Claim
  readonly model: Model
  /** The runs of so many replications, the first of which are those of fewer. */
  readonly specs: (replications: number) => readonly RunSpec[]
  replications: number
}

/** A claim gets at most so many times the replications that it asks for. */
const mostTimes = 6
/** More of them than the width of the interval suggests: it is an estimate itself. */
const reserve = 1.3

/**
 * Simulates the claims of some models and judges each expected value.
 * @param names models, `area/name`
 * @param options.seed root of all random numbers in place of what the claims say: a claim that is true does not depend on it
 * @returns the results in the order of models, claims and metrics; undefined when the signal stopped it
 * @throws when a claim names a parameter or metric that its model does not have
 */
export async function validate(
  names: readonly string[],
  {
    executor,
    seed,
    signal,
    onProgress = () => {},
  }: { executor: Executor; seed?: string; signal?: AbortSignal; onProgress?: (progress: Progress) => void },
): Promise<ClaimResult[] | undefined> {
  const planned: PlannedClaim[] = []
  for (const name of names) {
    const [model, claims] = await Promise.all([loadModel(name), loadClaims(name)])
    planned.push(...claims.map((claim) => planClaim(model, claim, seed)))
  }
  const records = new Map<string, RunRecord>()
  let failed = 0
  let wanted = planned
  for (;;) {
    // Claims about one setting share their runs.
    const specs = new Map(wanted.flatMap((one) => one.specs(one.replications)).map((spec) => [spec.id, spec]))
    for (const id of records.keys()) specs.delete(id)
    const total = records.size + specs.size
    onProgress({ done: records.size, total, failed })
    for await (const record of executor.execute(specs.values(), signal)) {
      records.set(record.id, record)
      if (record.stop === 'error') failed++
      onProgress({ done: records.size, total, failed })
    }
    if (records.size < total) return undefined
    // How many runs an interval needs depends on the seed: those that came out too wide get more.
    wanted = planned.filter((one) => extended(one, records))
    if (wanted.length === 0) return planned.flatMap((one) => judge(one, records))
  }
}

/** Gives a claim that is undecided for want of precision more replications, if it may have more; false otherwise. */
function extended(planned: PlannedClaim, records: ReadonlyMap<string, RunRecord>): boolean {
  const { claim, replications } = planned
  const results = judge(planned, records)
  const undecided = results.filter(({ verdict }) => verdict === 'undecided')
  if (undecided.length === 0 || undecided.some(({ error }) => error !== undefined)) return false
  const excess = undecided.map(({ expected, halfWidth }) =>
    halfWidth === null ? 1 : halfWidth / ((claim.precision ?? defaultPrecision) * (Math.abs(expected) || 1)),
  )
  const needed = Math.ceil(replications * reserve * Math.max(...excess) ** 2)
  planned.replications = Math.min(mostTimes * claim.run.replications, Math.max(replications + 1, needed))
  return planned.replications > replications
}

function planClaim(model: Model, claim: Claim, givenSeed: string | undefined): PlannedClaim {
  for (const metric of Object.keys(claim.expected)) {
    if (!Object.hasOwn(model.metrics, metric)) {
      const names = Object.keys(model.metrics).join(', ')
      throw new Error(
        `Model "${model.name}", claim "${claim.claim}": there is no metric "${metric}". It has: ${names}.`,
      )
    }
  }
  const { warmUp = 0, horizon, replications, seed = defaultSeed } = claim.run
  const settings = {
    study: 'validation',
    model: model.name,
    codeHash: runCodeHash(model.name),
    seed: givenSeed ?? seed,
    warmUp,
    horizon,
  }
  const { values } = resolveParameters(model, claim.parameters)
  const specs = (count: number): readonly RunSpec[] => makePlan({ ...settings, replications: count }, [values]).specs
  return { claim, model, specs, replications }
}

function judge(
  { claim, model, specs, replications }: PlannedClaim,
  runs: ReadonlyMap<string, RunRecord>,
): ClaimResult[] {
  const records = specs(replications).map(({ id }) => runs.get(id)!)
  const failure = records.find(({ stop }) => stop === 'error')
  return Object.entries(claim.expected).map(([metric, expected]) => {
    const description = { name: metric, ...model.metrics[metric]! }
    const finished = records.filter(({ stop }) => stop !== 'error')
    const { estimate: mean, low, high } = estimateMetric(description, finished, claimConfidence)
    const halfWidth = (high - low) / 2
    const { precision, tolerance } = claim
    const verdict = verdictOf({ expected, mean, halfWidth, precision, tolerance })
    return {
      model: model.name,
      claim: claim.claim,
      source: claim.source,
      metric,
      expected,
      mean: Number.isNaN(mean) ? null : mean,
      halfWidth: Number.isNaN(halfWidth) ? null : halfWidth,
      replications,
      // Whatever the finished runs say, they are not the sample that the claim asks for.
      ...(failure === undefined ? { verdict } : { verdict: 'undecided', error: failure.error ?? 'a run failed' }),
    }
  })
}
