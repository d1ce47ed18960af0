import type { RunRecord } from '../../../analysis/record.ts'
import { fromJson, toJson } from '../../../analysis/json.ts'
import type { RunSpec } from '../../plan.ts'
import { shortHash } from '../../canonical.ts'
import type { Limits } from '../executor.ts'

/** The queue that all sweeps and all workers of one Redis share. */
export const queueName = 'meanwhile'

/** Seconds that Redis keeps a result nobody has asked for, and one that has been saved elsewhere. */
export const resultLife = { unclaimed: 86_400, claimed: 300 }

/** What a job asks for: a batch of runs. */
export interface JobData {
  /** Run specs as JSON that knows infinities. */
  readonly specs: string
  /** Hash of the code of their model where the sweep was started. */
  readonly code: string
  /** Version of Meanwhile there. */
  readonly version: string
  readonly limits: Limits
}

/** What a finished job tells; the records lie under `resultKey`, each from the moment it is finished. */
export interface JobResult {
  /** Runs done, those found done already not counted. */
  readonly runs: number
  /** Milliseconds that they took. */
  readonly elapsed: number
  /** Threads that shared the work. */
  readonly jobs: number
}

/** How the reason of a job that another code would do wrong begins. */
export const refusal = 'Refused: '

export const resultKey = (id: string): string => `meanwhile:result:${id}`

/** Equal batches are one job; a batch of one run has the id of the run. */
export function batchId(specs: readonly RunSpec[]): string {
  return specs.length === 1 ? specs[0]!.id : shortHash(specs.map(({ id }) => id).join(), 24)
}

export const encodeSpecs = (specs: readonly RunSpec[]): string => toJson(specs, 0)
export const decodeSpecs = (text: string): RunSpec[] => fromJson(text) as RunSpec[]
export const encodeRecord = (record: RunRecord): string => toJson(record, 0)
export const decodeRecord = (text: string): RunRecord => fromJson(text) as RunRecord
