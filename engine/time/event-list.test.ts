import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perform, type EventHandle, type KeepingEventList } from './event-list.ts'
import { HeapList } from './heap-list.ts'
import { LadderList } from './ladder-list.ts'
import { Order } from './order.ts'

/** Drives a list as the simulation does: keys grow with every insertion. */
class Driver {
  readonly ran: string[] = []
  readonly handles: EventHandle[] = []
  readonly keepers: { slot: number; pending: boolean }[] = []
  private insertions = 0
  private readonly list: KeepingEventList

  constructor(list: KeepingEventList) {
    this.list = list
  }

  /** Has somebody keep a slot for all its events. */
  keep(): void {
    const place = this.keepers.length
    this.keepers.push({ slot: this.newSlot(place), pending: false })
  }

  /** Schedules the event of one who keeps a slot, or cancels it while it is pending; or the slot is given back for another. */
  moveKeeper(place: number, delay: number, order: Order, givesBack: boolean): void {
    const { list } = this
    const keeper = this.keepers[place]!
    if (keeper.pending) {
      keeper.slot = list.cancelKept(keeper.slot)
      keeper.pending = false
      if (!givesBack) return
    }
    if (givesBack) {
      list.free(keeper.slot)
      keeper.slot = this.newSlot(place)
    }
    keeper.pending = true
    if (delay === 0) list.insertKeptNow(order, keeper.slot)
    else list.insertKept(list.now + delay, order, keeper.slot)
  }

  private newSlot(place: number): number {
    return this.list.keepSlot(() => {
      this.keepers[place]!.pending = false
      this.ran.push(`keeper ${place}@${this.list.now}`)
    })
  }

  insert(delay: number, order: Order = Order.normal): void {
    const id = this.insertions++
    const time = this.list.now + delay
    const slot = this.list.insert(time, order, () => this.ran.push(`${id}@${time}`))
    this.handles.push(this.list.handle(slot))
  }

  take(limit = Infinity): boolean {
    const action = this.list.take(limit)
    if (action !== undefined) this.ran.push(`key ${this.list.key}`)
    if (action !== undefined) perform(action)
    return action !== undefined
  }
}

const lists: Record<string, () => KeepingEventList> = { ladder: () => new LadderList(0), heap: () => new HeapList(0) }

const ranBy = ({ ran }: Driver): string[] => ran.filter((line) => !line.startsWith('key'))

/** Spacings that defeat one structure or another: exponential-like, ties, two scales, heavy tail, far future. */
const spacings: Record<string, (u: number) => number> = {
  uniform: (u) => u,
  'all equal': () => 1,
  'half zero': (u) => (u < 0.5 ? 0 : u),
  'on a grid': (u) => Math.floor(u * 4) / 4,
  bimodal: (u) => (u < 0.9 ? u : 1000 + u),
  'heavy-tailed': (u) => 1 / (1 - u) ** 3,
  'far future': (u) => (u < 0.01 ? 1e12 * (1 + u) : u),
  'tiny steps at a late clock': (u) => u * 1e-9,
}

describe.each(Object.entries(lists))('the %s list', (_, create) => {
  it('runs events in order of time, class, insertion', () => {
    const driver = new Driver(create())
    driver.insert(2)
    driver.insert(1, Order.late)
    driver.insert(1)
    driver.insert(1, Order.before)
    driver.insert(1)
    while (driver.take());
    expect(ranBy(driver)).toEqual(['3@1', '2@1', '4@1', '1@1', '0@2'])
  })

  it('takes nothing beyond the limit and keeps the clock', () => {
    const list = create()
    const driver = new Driver(list)
    driver.insert(5)
    expect(driver.take(4)).toBe(false)
    expect(list.now).toBe(0)
    expect(driver.take(5)).toBe(true)
    expect(list.now).toBe(5)
  })

  it('cancels a pending event once, and never one that has run', () => {
    const list = create()
    const driver = new Driver(list)
    driver.insert(1)
    driver.insert(2)
    expect(list.cancel(driver.handles[1]!)).toBe(true)
    expect(list.cancel(driver.handles[1]!)).toBe(false)
    driver.take()
    driver.insert(1) // may reuse the slot of the first
    expect(list.cancel(driver.handles[0]!)).toBe(false)
    expect(list.size).toBe(1)
  })

  it('keeps events of one instant in order when they were due before the clock was moved there', () => {
    const list = create()
    const driver = new Driver(list)
    for (let i = 0; i < 200; i++) driver.insert(5 + (i % 3))
    list.advance(5)
    driver.insert(0)
    for (let i = 0; i < 68; i++) driver.take()
    expect(ranBy(driver).slice(-2)).toEqual(['198@5', '200@5'])
  })

  it('holds no more than the pending events when nine in ten are cancelled', () => {
    const list = create()
    const driver = new Driver(list)
    for (let i = 0; i < 20_000; i++) {
      driver.insert(30 + i)
      if (i % 10 > 0) list.cancel(driver.handles[i]!)
    }
    expect(list.size).toBe(2000)
    while (driver.take());
    expect(ranBy(driver).length).toBe(2000)
  })
})

describe('the ladder', () => {
  for (const [name, spacing] of Object.entries(spacings)) {
    it(`orders ${name} increments exactly as the reference heap`, () => {
      const operation = fc.record({
        u: fc.double({ min: 0, max: 0.999, noNaN: true }),
        kind: fc.nat(9),
        order: fc.nat(11),
      })
      fc.assert(
        fc.property(fc.array(operation, { minLength: 200, maxLength: 1500 }), fc.nat(600), (operations, initial) => {
          const drivers = Object.values(lists).map((create) => {
            const list = create()
            const driver = new Driver(list)
            for (let i = 0; i < 5; i++) driver.keep()
            for (let i = 0; i < initial; i++) driver.insert(spacing(((i * 7919) % 1000) / 1000))
            operations.forEach(({ u, kind, order }, i) => {
              const cls = (order < 6 ? order : Order.normal) as Order
              if (kind < 3) driver.insert(spacing(u), cls)
              else if (kind < 4)
                driver.moveKeeper(i % 5, order < 4 ? 0 : spacing(u), order < 8 ? Order.normal : cls, order === 11)
              else if (kind < 5) list.cancel(driver.handles[Math.floor(u * driver.handles.length)] ?? -1)
              else if (kind < 6) list.advance(Math.min(list.peekTime(), list.now + spacing(u)))
              else driver.take(i % 3 === 0 ? list.now + u : Infinity)
            })
            const size = list.size
            while (driver.take());
            return [...driver.ran, size, list.size, list.now, list.kept().length]
          })
          expect(drivers[0]).toEqual(drivers[1])
        }),
        { numRuns: 60, seed: 1 },
      )
    })
  }

  it('orders a hundred thousand simultaneous events by insertion', () => {
    const list = new LadderList(0)
    const ran: number[] = []
    for (let i = 0; i < 100_000; i++) list.insert(1, Order.normal, () => ran.push(i))
    for (let action = list.take(Infinity); action; action = list.take(Infinity)) perform(action)
    expect(ran).toEqual(Array.from({ length: 100_000 }, (_, i) => i))
  })
})
