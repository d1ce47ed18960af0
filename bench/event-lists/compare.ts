import { HeapList, LadderList, Order, type FutureEventList } from '../../engine/index.ts'
import { CalendarList } from './calendar-list.ts'
import { Heap4List } from './heap4-list.ts'

// Hold model on the bare lists, without a simulation around them: which structure deserves to be the default?
// Prints nanoseconds of user CPU time per hold operation, median of the rounds. `npm run bench:lists [-- SIZE...]`

const OPERATIONS = 400_000
const ROUNDS = 5
/** Seconds of user CPU time after which a list is given up: it has met a cliff. */
const PATIENCE = 20

const lists: Record<string, () => FutureEventList> = {
  ladder: () => new LadderList(0),
  'heap-4': () => new Heap4List(0),
  calendar: () => new CalendarList(0),
  'heap-js': () => new HeapList(0),
}

/** mulberry32: cheap, so that the draw does not hide the list. */
function uniform(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const laws: Record<string, (u: () => number) => number> = {
  exponential: (u) => -Math.log(1 - u()),
  'all equal': () => 1,
  'half zero': (u) => (u() < 0.5 ? 0 : -Math.log(1 - u())),
  bimodal: (u) => (u() < 0.9 ? u() : 1000 + u()),
  'Pareto 1.1': (u) => Math.exp(-Math.log(1 - u()) / 1.1),
  'far future': (u) => (u() < 0.01 ? 1e9 * u() : u()),
}

const nothing = (): void => {}

class Cliff extends Error {}

function hold(list: FutureEventList, law: (u: () => number) => number, pending: number): () => number {
  const u = uniform(1)
  const deadline = process.cpuUsage().user + PATIENCE * 1e6
  const checkPatience = (i: number): void => {
    if (i % 1024 === 0 && process.cpuUsage().user > deadline) throw new Cliff()
  }
  const insert = (delay: number): void => {
    list.insert(list.now + delay, Order.normal, nothing)
  }
  for (let i = 0; i < pending; i++) {
    insert(law(u))
    checkPatience(i)
  }
  const run = (operations: number): void => {
    for (let i = 0; i < operations; i++) {
      checkPatience(i)
      list.take(Infinity)
      insert(law(u))
    }
  }
  run(Math.max(pending, OPERATIONS / 2))
  return () => {
    const start = process.cpuUsage().user
    run(OPERATIONS)
    return ((process.cpuUsage().user - start) * 1000) / OPERATIONS
  }
}

/** Median of the rounds, nanoseconds; NaN when patience ran out. */
function measure(list: FutureEventList, law: (u: () => number) => number, size: number): number {
  try {
    const round = hold(list, law, size)
    const times = Array.from({ length: ROUNDS }, round).sort((a, b) => a - b)
    return times[ROUNDS >> 1]!
  } catch (error) {
    if (error instanceof Cliff) return NaN
    throw error
  }
}

const sizes = process.argv.slice(2).map(Number)
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  console.error(`bench:lists: sizes are integers >= 1, got: ${process.argv.slice(2).join(' ')}`)
  process.exit(1)
}
for (const size of sizes.length > 0 ? sizes : [100, 10_000, 1_000_000]) {
  console.log(`\n${size.toLocaleString('en')} pending: ns per operation (over the list's own exponential case)`)
  console.log(
    `${''.padEnd(12)}${Object.keys(lists)
      .map((name) => name.padStart(18))
      .join('')}`,
  )
  const exponential = new Map<string, number>()
  for (const [lawName, law] of Object.entries(laws)) {
    const cells = Object.entries(lists).map(([name, create]) => {
      const median = measure(create(), law, size)
      if (!exponential.has(name)) exponential.set(name, median)
      const cell = Number.isNaN(median)
        ? 'cliff'
        : `${median.toFixed(0)} (${(median / exponential.get(name)!).toFixed(2)})`
      return cell.padStart(18)
    })
    console.log(`${lawName.padEnd(12)}${cells.join('')}`)
  }
}
