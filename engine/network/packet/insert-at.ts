import type { Action } from '../../time/event-list.ts'
import { KEY_STRIDE, Order } from '../../time/order.ts'
import type { Scheduler } from '../../time/scheduler.ts'

/**
 * Has an action run at exactly a time. A delay can not always say it: for some pairs of doubles no third one, added to
 * the first and rounded, gives the second, and events that should be simultaneous then are not.
 * @param time seconds, finite, at or after now
 * @throws SimulationError when the time is NaN or infinite
 * @returns the slot of the event, for `cancelSlot` while it is pending
 */
export function insertAt(scheduler: Scheduler, time: number, action: Action): number {
  if (!(time < Infinity)) scheduler.checkDelay(time)
  return scheduler.events.insert(time, Order.normal * KEY_STRIDE + scheduler['insertions']++, Order.normal, action)
}
