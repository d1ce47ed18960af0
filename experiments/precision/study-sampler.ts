import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWholeFile } from '../../analysis/atomic-file.ts'
import { fromJson, toJson } from '../../analysis/json.ts'
import { runCodeHash } from '../code-hash.ts'
import { makePlan } from '../plan.ts'
import type { Study } from '../study.ts'
import { type Sampling, StudySampler } from './sampler.ts'

/** A study, and where its numbers of replications are known already, these by the id of each design point. */
export type AllocatedStudy = Study & { readonly allocation?: Readonly<Record<string, number>> }

/** File in a results folder that holds the number of replications of each design point. */
export const allocationFile = 'allocation.json'

/**
 * The sampler of a study: by its allocation where it has one, else for as long as its budget lasts from now on, else
 * by its rule of replications.
 * @param clock milliseconds of wall-clock time
 */
export function samplerOf(study: AllocatedStudy, clock: () => number = () => performance.now()): StudySampler {
  const { description, rules, points, allocation } = study
  const { name, model, metrics, seed, warmUp, horizon, confidence } = description
  const settings = { study: name, model, codeHash: runCodeHash(model), seed, replications: 0, warmUp, horizon }
  const sampling: Sampling = {
    settings,
    // A plan without replications has the points, each with its id.
    points: makePlan(settings, points).points,
    metrics,
    confidence,
    replications: rules.replications,
    warmUp: rules.warmUp,
  }
  if (allocation !== undefined) return new StudySampler({ ...sampling, allocation })
  if (rules.budget === undefined) return new StudySampler(sampling)
  const end = clock() + 1000 * rules.budget
  return new StudySampler({ ...sampling, timeIsOver: () => clock() >= end })
}

/** Writes how many replications each design point has got, so that a sweep with a budget can be repeated without a clock. */
export function writeAllocation(out: string, allocation: Readonly<Record<string, number>>): void {
  writeWholeFile(join(out, allocationFile), `${toJson(allocation)}\n`)
}

/** What a command may say about the number of replications. */
export interface Spending {
  /** Wall-clock seconds. */
  readonly budget?: number
  /** Path of the allocation of an earlier sweep, or of its results folder. */
  readonly allocation?: string
}

/**
 * The study with another budget, or with the numbers of replications that an earlier sweep with a budget arrived at.
 * @throws when the allocation can not be read
 */
export function withSpending(study: Study, { budget, allocation }: Spending): AllocatedStudy {
  if (allocation !== undefined) return { ...study, allocation: readAllocation(allocation) }
  if (budget === undefined) return study
  return { ...study, description: { ...study.description, budget }, rules: { ...study.rules, budget } }
}

function readAllocation(path: string): Record<string, number> {
  const file = path.endsWith('.json') ? path : join(path, allocationFile)
  let content: unknown
  try {
    content = fromJson(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`The allocation "${file}" can not be read: ${(error as Error).message}`, { cause: error })
  }
  const counts = typeof content === 'object' && content !== null ? Object.values(content) : []
  if (counts.length > 0 && counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    return content as Record<string, number>
  }
  throw new Error(
    `"${file}" is no allocation: expected the number of replications of each design point, as a sweep with a budget writes it.`,
  )
}
