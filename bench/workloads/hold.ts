import { Simulation, type EventHandle, type EventListKind } from '../../engine/index.ts'
import { incrementLaws, increments } from './increments.ts'
import type { Workload } from './workload.ts'

const SIZES = [100, 10_000, 1_000_000]

/** A round turns over the whole list at least once, so that the cost of laying it out is counted in full. */
const eventsOf = (pending: number): number => Math.max(400_000, pending)

/**
 * The hold model (Jones, CACM 29(4), 1986): a constant number of pending events; each schedules its successor. Measures
 * the future event list alone.
 */
function hold(law: string, pending: number, eventList: EventListKind = 'ladder'): Workload {
  const operations = eventsOf(pending)
  return {
    name: `hold/${law}/${pending}${eventList === 'ladder' ? '' : `/${eventList}`}`,
    unit: 'events',
    operations,
    alive: pending,
    prepare() {
      const sim = new Simulation({ seed: 'hold', eventList })
      const next = increments(law)
      let left = 0
      const event = (): void => {
        if (--left === 0) sim.stop()
        sim.schedule(next(), event)
      }
      for (let i = 0; i < pending; i++) sim.schedule(next(), event)
      return () => {
        left = operations
        sim.run()
        return sim.now
      }
    },
  }
}

/**
 * Nine in ten events are cancelled: each event renews nine time-outs, which never run. An operation is one event
 * scheduled and, later, taken or cancelled.
 */
function cancelNineInTen(pending: number): Workload {
  const operations = eventsOf(pending)
  const timeOuts = pending * 0.9
  return {
    name: `hold/cancel-90/${pending}`,
    unit: 'events',
    operations,
    alive: pending,
    prepare() {
      const sim = new Simulation({ seed: 'hold' })
      const next = increments('exponential')
      const never = (): void => {
        throw new Error('A time-out has run that should have been cancelled.')
      }
      // A time-out is renewed after about 1 s, when each live event has run once; 100 s is out of reach.
      const set = (): EventHandle => sim.schedule(100 + next(), never)
      const handles = Array.from({ length: timeOuts }, set)
      let oldest = 0
      let left = 0
      const event = (): void => {
        if ((left -= 10) <= 0) sim.stop()
        for (let i = 0; i < 9; i++) {
          if (!sim.cancel(handles[oldest]!)) throw new Error('A pending time-out could not be cancelled.')
          handles[oldest] = set()
          if (++oldest === timeOuts) oldest = 0
        }
        sim.schedule(next(), event)
      }
      for (let i = timeOuts; i < pending; i++) sim.schedule(next(), event)
      return () => {
        left = operations
        sim.run()
        return sim.now
      }
    },
  }
}

export const workloads: readonly Workload[] = [
  ...SIZES.flatMap((pending) => [...incrementLaws.map((law) => hold(law, pending)), cancelNineInTen(pending)]),
  hold('exponential', 10_000, 'heap'),
]
