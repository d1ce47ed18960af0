import { Simulation, type EventListKind } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

/** Events of one round. */
const EVENTS = 300_000

/**
 * The hold model (Jones, CACM 29(4), 1986): a constant number of pending events; each schedules its successor an
 * exponential time ahead. Measures the future event list alone.
 */
export function hold(pending: number, eventList: EventListKind = 'ladder'): Workload {
  const list = eventList === 'ladder' ? '' : `, ${eventList}`
  return {
    name: `hold, ${pending.toLocaleString('en')} pending${list}`,
    unit: 'events',
    operations: EVENTS,
    prepare() {
      const sim = new Simulation({ seed: 'hold', eventList })
      const increments = sim.stream('increments')
      let left = 0
      const event = (): void => {
        if (--left === 0) sim.stop()
        sim.schedule(increments.exponential(1), event)
      }
      for (let i = 0; i < pending; i++) sim.schedule(increments.exponential(1), event)
      // One round to spread the list, as it is in the middle of a run.
      const round = (events: number): number => {
        left = events
        sim.run()
        return sim.now
      }
      round(EVENTS)
      return () => round(EVENTS)
    },
  }
}
