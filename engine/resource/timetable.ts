import { Order } from '../time/order.ts'
import type { Admission } from './admission.ts'
import type { Schedule } from './schedule.ts'

/**
 * Makes the capacity of a resource follow a schedule, in the order class of capacity changes. One event is pending while
 * the schedule has changes to come, so a run with a periodic one ends at its horizon or when it is stopped.
 */
export function followSchedule(resource: Admission, schedule: Schedule): void {
  follow(resource, schedule, (capacity) => resource.changeCapacityInKernel(capacity))
}

/** Has services of a resource begin at the times of a schedule alone, as many as its value. */
export function followSlots(resource: Admission, slots: Schedule, capacitated: boolean): void {
  follow(resource, slots, (size) => resource.openSlot(size, capacitated))
}

function follow(resource: Admission, schedule: Schedule, apply: (value: number) => void): void {
  const { sim } = resource
  const plan = (after: number): void => {
    const change = schedule.next(after)
    if (change === undefined) return
    const [time, value] = change
    const step = (): void => {
      apply(value)
      plan(time)
    }
    sim.scheduleAt(time, step, Order.capacity)
  }
  plan(sim.now)
}
