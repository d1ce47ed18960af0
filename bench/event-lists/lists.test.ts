import { describe, expect, it } from 'vitest'
import { HeapList, Order, type FutureEventList } from '../../engine/index.ts'
import { CalendarList } from './calendar-list.ts'
import { Heap4List } from './heap4-list.ts'

function take(list: FutureEventList): boolean {
  const action = list.take(Infinity)
  if (typeof action === 'function') action()
  return action !== undefined
}

/** Inserts, cancels and takes by a fixed pattern; returns the order in which events ran. */
function trajectory(list: FutureEventList): number[] {
  const ran: number[] = []
  const handles: number[] = []
  let state = 7
  const draw = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
  for (let i = 0; i < 20_000; i++) {
    const kind = draw(10)
    if (kind < 5) {
      const order = draw(5) === 0 ? Order.late : Order.normal
      const slot = list.insert(list.now + draw(50) / 8, order, () => ran.push(i))
      handles.push(list.handle(slot))
    } else if (kind < 6 && handles.length > 0) list.cancel(handles[draw(handles.length)]!)
    else take(list)
  }
  while (take(list));
  return ran
}

describe('a candidate for the event list', () => {
  it.each([
    ['4-ary heap', (): FutureEventList => new Heap4List(0)],
    ['calendar queue', (): FutureEventList => new CalendarList(0)],
  ])('%s orders events as the reference does, or its figures mean nothing', (_, create) => {
    expect(trajectory(create())).toEqual(trajectory(new HeapList(0)))
  })
})
