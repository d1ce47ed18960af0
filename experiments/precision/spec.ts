import { type DesignPoint, type PlanSettings, runId, type RunSpec } from '../plan.ts'

/** One replication of one design point. */
export function specOf(settings: PlanSettings, { id: point, parameters }: DesignPoint, replication: number): RunSpec {
  const { study, model, seed, warmUp, horizon } = settings
  const id = runId({ ...settings, parameters, replication })
  return { id, study, model, point, replication, seed, warmUp, horizon, parameters }
}
