import type { RunRecord } from '../analysis/record.ts'
import {
  LineTrace,
  Stalled,
  type EventListKind,
  type Simulation,
  type Trace,
  type TracedEvent,
} from '../engine/index.ts'
import type { SingleRunStudy } from '../experiments/single-run.ts'
import { RunFailed, simulate, type Run } from '../models/simulate.ts'
import { openTraceFile, TraceFileError, type TraceFile } from './trace-file.ts'

/** Processes listed where a run was stopped. */
const LISTED = 20

/** What to look at. */
export interface Watch {
  /** File that takes the trace, by extension. */
  readonly trace?: string | undefined
  /** Stop after the event of this number, counted from 1. */
  readonly untilEvent?: number | undefined
  readonly eventList?: EventListKind | undefined
}

/** What became of a run under observation: one of the first three is there. */
export interface Watched {
  /** When it ended by itself. */
  readonly record?: RunRecord
  /** In words, when it was stopped. */
  readonly whereItStands?: string
  /** In words, when it broke off. */
  readonly failure?: string
  /** Events executed. */
  readonly events: number
}

/** Thrown from within the run to break it off. */
class Reached extends Error {
  readonly event: TracedEvent

  constructor(event: TracedEvent) {
    super(`reached event ${event.number}`)
    this.event = event
  }
}

/**
 * Does the first run of the plan in this process under observation. The trace of a run that breaks off holds everything
 * up to there.
 * @throws when the trace can not be written, or the run not begun
 */
export function watchRun(
  { model, plan }: Pick<SingleRunStudy, 'model' | 'plan'>,
  { trace: path, untilEvent, eventList }: Watch,
): Watched {
  const spec = plan.specs[0]!
  const { parameters, seed, replication, warmUp, horizon } = spec
  const run: Run = { parameters, seed, replication, warmUp, horizon, ...(eventList && { eventList }) }
  const file = path === undefined ? undefined : openTraceFile(path, model.name)
  let sim: Simulation | undefined
  try {
    const begins = (begun: Simulation): void => void (sim = begun)
    const result = simulate(model, run, { trace: breakingOff(file, untilEvent), begins })
    return { record: { ...spec, ...result }, events: result.events }
  } catch (error) {
    if (sim === undefined || !(error instanceof RunFailed || error instanceof Stalled)) throw error
    const { executed: events } = sim
    if (error.cause instanceof Reached) return { whereItStands: whereItStands(sim, error.cause.event), events }
    if (error.cause instanceof TraceFileError) throw error.cause
    return { failure: error.message, events }
  } finally {
    file?.close(sim?.now ?? 0)
  }
}

function breakingOff(file: TraceFile | undefined, last = Infinity): Trace {
  return {
    event(event) {
      file?.trace.event(event)
      if (event.number >= last) throw new Reached(event)
    },
  }
}

function whereItStands(sim: Simulation, event: TracedEvent): string {
  let line = ''
  new LineTrace((text) => (line = text)).event(event)
  const next = sim.pending === 0 ? 'nothing is pending' : `${sim.pending} pending, the next at t=${sim.nextEventTime} s`
  const { processes } = sim
  const width = Math.max(...processes.slice(0, LISTED).map(({ name }) => name.length))
  const rows = processes.slice(0, LISTED).map(({ name, waitsFor }) => `  ${name.padEnd(width)}  ${waitsFor}`)
  if (processes.length > LISTED) rows.push(`  ... and ${processes.length - LISTED} more`)
  return [
    `Stopped after event ${event.number} at t=${event.time} s; ${next}.`,
    `Last event: ${line}`,
    `Processes: ${processes.length}`,
    ...rows,
  ].join('\n')
}
