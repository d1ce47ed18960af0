/**
 * The kernel of Meanwhile, whole: nothing else of engine/ is imported from outside.
 * @module
 */

// The simulated world: clock, events, processes, streams, statistics.
export { Simulation } from './simulation.ts'
export type { RunOptions, SimulationOptions, StopReason } from './simulation-options.ts'
export {
  Baulked,
  Interrupted,
  Preempted,
  ProcessFailed,
  Rejected,
  Reneged,
  SimulationError,
  Stalled,
} from './errors.ts'

// Time: the order of events.
export { Order } from './time/order.ts'
export type { EventHandle } from './time/event-list.ts'
export type { EventListKind } from './time/scheduler.ts'
export type { Action, FutureEventList } from './time/event-list.ts'
export { LadderList } from './time/ladder-list.ts'
export { HeapList } from './time/heap-list.ts'

// Processes and what they wait for.
export type { ProcessBody, ValueOf, Waitable } from './process/waitable.ts'
export type { First } from './process/condition.ts'
export type { Process, SpawnOptions } from './process/process.ts'
export type { Gate } from './process/gate.ts'
export type { Once } from './process/once.ts'
export type { Patience } from './process/patience.ts'
export type { Scope } from './process/scope.ts'
export type { Signal } from './process/signal.ts'

// Things that are shared and waited for.
export { Resource } from './resource/resource.ts'
export type { QueueOptions, ResourceOptions } from './resource/resource-options.ts'
export type { AcquireOptions, Lease } from './resource/request.ts'
export type { OnPreemption, Served, ServeOptions, Visit } from './resource/service.ts'
export type { Discipline } from './resource/wait-queue.ts'
export { Schedule, type Change, type ScheduleOptions } from './resource/schedule.ts'
export { sumSchedules, type SumOptions } from './resource/schedule-sum.ts'
export { seize } from './resource/seize.ts'
export { Batch, type Batched, type BatchOptions, type Membership } from './resource/batch.ts'
export { findDeadlock } from './resource/deadlock.ts'
export type { Censored, ClosingReport, Leak, Stuck } from './resource/closing-report.ts'
export { ProcessorSharing, type ProcessorSharingOptions } from './resource/processor-sharing.ts'
export { Store, type StoreOptions } from './resource/store.ts'
export { Container, type ContainerOptions } from './resource/container.ts'

// Networks: links, flows, topologies, latency models, transport, faults.
export * from './network/index.ts'

// Randomness: named streams, laws, and the elementary functions that give the same bits on every machine.
export { RandomStream, type StreamOptions } from './random/stream.ts'
export type { Law } from './random/law.ts'
export { laws } from './random/laws.ts'
export { parseLaw } from './random/parse-law.ts'
export { math } from './random/math.ts'

// Statistics.
export { Tally } from './monitor/tally.ts'
export { TimeWeighted } from './monitor/time-weighted.ts'
export { LevelWithGaps } from './monitor/level-with-gaps.ts'
export { WeightedTally } from './monitor/weighted-tally.ts'
export { Counter } from './monitor/counter.ts'
export { Quantiles } from './monitor/quantiles.ts'
export { P2Quantile } from './monitor/p2-quantile.ts'
export { Histogram } from './monitor/histogram.ts'
export { Fingerprint, type Ingredient } from './monitor/fingerprint.ts'

// Looking at what happens.
export {
  LineTrace,
  RingTrace,
  type Trace,
  type TracedEvent,
  type TracedProcess,
  type TraceEntry,
} from './monitor/trace.ts'
export { ChromeTrace } from './monitor/chrome-trace.ts'
