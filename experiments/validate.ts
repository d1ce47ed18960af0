import { estimateMetric } from '../analysis/estimate.ts'
import type { RunRecord } from '../analysis/record.ts'
import { claimConfidence, verdictOf, type Claim, type Verdict } from '../models/claim.ts'
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
  readonly verdict: Verdict
  /** Why runs failed, where some did; the claim is then not decided. */
  readonly error?: string
}

interface PlannedClaim {
  readonly claim: Claim
  readonly model: Model
  readonly specs: readonly RunSpec[]
}

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
  // Claims about one setting share their runs.
  const specs = new Map(planned.flatMap((claim) => claim.specs.map((spec) => [spec.id, spec])))
  const records = new Map<string, RunRecord>()
  let failed = 0
  onProgress({ done: 0, total: specs.size, failed })
  for await (const record of executor.execute(specs.values(), signal)) {
    records.set(record.id, record)
    if (record.stop === 'error') failed++
    onProgress({ done: records.size, total: specs.size, failed })
  }
  if (records.size < specs.size) return undefined
  return planned.flatMap((claim) =>
    judge(
      claim,
      claim.specs.map(({ id }) => records.get(id)!),
    ),
  )
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
    replications,
    warmUp,
    horizon,
  }
  const { values } = resolveParameters(model, claim.parameters)
  return { claim, model, specs: makePlan(settings, [values]).specs }
}

function judge({ claim, model }: PlannedClaim, records: readonly RunRecord[]): ClaimResult[] {
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
      // Whatever the finished runs say, they are not the sample that the claim asks for.
      ...(failure === undefined ? { verdict } : { verdict: 'undecided', error: failure.error ?? 'a run failed' }),
    }
  })
}
