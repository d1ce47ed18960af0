import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunRecord } from '../../analysis/record.ts'
import type { EventListKind } from '../../engine/index.ts'
import type { Model } from '../../models/definition.ts'
import { loadModel } from '../../models/registry.ts'
import { simulate } from '../../models/simulate.ts'
import { packageRoot } from '../package-root.ts'
import type { RunSpec } from '../plan.ts'

const models = new Map<string, Promise<Model>>()

/** Does one run in this thread. Never rejects: a run that throws gives a record with `stop: 'error'`. */
export async function executeRun(spec: RunSpec, eventList?: EventListKind): Promise<RunRecord> {
  try {
    let loading = models.get(spec.model)
    if (loading === undefined) models.set(spec.model, (loading = loadModel(spec.model)))
    const model = await loading
    const { parameters, seed, replication, warmUp, horizon, intervals } = spec
    const options = {
      parameters,
      seed,
      replication,
      warmUp,
      horizon,
      ...(eventList && { eventList }),
      ...(intervals !== undefined && { intervals }),
    }
    return { ...spec, ...simulate(model, options) }
  } catch (error) {
    return failedRun(spec, describe(error))
  }
}

/** The record of a run that gave no responses. */
export function failedRun(spec: RunSpec, error: string): RunRecord {
  return { ...spec, responses: {}, events: 0, stop: 'error', fingerprint: '', error }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `The model threw ${String(error)}, which is not an Error.`
  // Our own errors say where they happened; those of JavaScript (TypeError, ...) need their place in the code.
  const origin = error.cause instanceof Error ? error.cause : error
  const builtIn = /^(Error|TypeError|RangeError|ReferenceError|SyntaxError)$/.test(origin.name)
  const place = builtIn ? placeInModel(origin) : undefined
  return place === undefined ? error.message : `${error.message} (${place})`
}

function placeInModel({ stack = '' }: Error): string | undefined {
  for (const line of stack.split('\n')) {
    const [, url, file, place] = /(file:\/\/)?(\/[^()]*\/models\/[^/]+\/[^()]*?):(\d+:\d+)\)?$/.exec(line) ?? []
    if (file !== undefined)
      return `${relative(packageRoot, url === undefined ? file : fileURLToPath(`file://${file}`))}:${place}`
  }
  return undefined
}
