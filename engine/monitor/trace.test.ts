import { describe, expect, it } from 'vitest'
import { ProcessFailed, Resource, Simulation, type ProcessBody } from '../index.ts'
import { ChromeTrace } from './chrome-trace.ts'
import { LineTrace, RingTrace, type Trace, type TracedEvent } from './trace.ts'

const event = (time: number, label: string): TracedEvent => ({
  time,
  label,
  number: time,
  order: 4,
  sequence: time,
  processes: [],
})

/** Two customers at one server, a callback that fires a signal two processes wait for, and one that is cancelled. */
function crossing(trace: Trace): Simulation {
  const sim = new Simulation({ seed: 's', trace })
  const server = new Resource(sim, { name: 'server', capacity: 1 })
  const go = sim.signal('go')
  function* customer(): ProcessBody {
    using _lease = yield* server.acquire()
    yield* sim.delay(3)
  }
  function* walker(): ProcessBody {
    yield* go
  }
  for (const name of ['ann', 'bob']) sim.spawn(customer(), name)
  for (const name of ['red', 'green']) sim.spawn(walker(), name)
  const late = sim.spawn(walker(), 'late')
  sim.schedule(1, function giveUp() {
    late.cancel()
  })
  sim.schedule(2, function switchLight() {
    go.fire()
  })
  return sim
}

describe('a trace', () => {
  it('labels an event with the process that goes on or the function called, and says what each process waits for', () => {
    const lines: string[] = []
    crossing(new LineTrace((line) => lines.push(line.replace(/#\d+ /, '')))).run()
    expect(lines).toEqual([
      '0 ann -> resource "server"',
      '0 bob -> resource "server"',
      '0 red -> signal "go"',
      '0 green -> signal "go"',
      '0 late -> signal "go"',
      '0 ann -> delay until t=3 s',
      '1 late ends',
      '2 switchLight',
      '2 red and 1 more: red ends; green ends',
      '3 ann ends',
      '3 bob -> delay until t=6 s',
      '6 bob ends',
    ])
  })

  it('numbers events from 1 and gives their order class and their place in the order of scheduling', () => {
    const events: TracedEvent[] = []
    const sim = crossing({ event: (one) => events.push(one) })
    sim.run()
    expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 1))
    expect(events.length).toBe(sim.executed)
    // Starts of processes are of class `before` and were scheduled first, in order.
    expect(events.slice(0, 3).map(({ order, sequence }) => [order, sequence])).toEqual([
      [3, 0],
      [3, 1],
      [3, 2],
    ])
  })

  it('hears of an event that throws', () => {
    const ring = new RingTrace()
    const sim = new Simulation({ seed: 's', trace: ring })
    // oxlint-disable-next-line require-yield
    function* clumsy(): ProcessBody {
      throw new Error('oops')
    }
    sim.spawn(clumsy(), 'clumsy')
    expect(() => sim.run()).toThrow(ProcessFailed)
    expect(ring.entries()).toEqual([{ time: 0, label: 'clumsy' }])
  })

  it('changes nothing of the run', () => {
    const run = (trace?: Trace): string => {
      const sim = new Simulation({ seed: 's', fingerprint: true, ...(trace && { trace }) })
      const stream = sim.stream('gaps')
      function* sleeper(): ProcessBody {
        for (let i = 0; i < 100; i++) yield* sim.delay(stream.exponential(1))
      }
      for (let i = 0; i < 5; i++) sim.spawn(sleeper())
      sim.run()
      return sim.fingerprint
    }
    expect(run(new RingTrace())).toBe(run())
  })
})

describe('a ring trace', () => {
  it('keeps the last events, oldest first, and counts them all', () => {
    const trace = new RingTrace(3)
    expect([trace.entries(), trace.total]).toEqual([[], 0])
    for (let i = 1; i <= 2; i++) trace.event(event(i, `event ${i}`))
    expect(trace.entries()).toEqual([
      { time: 1, label: 'event 1' },
      { time: 2, label: 'event 2' },
    ])
    for (let i = 3; i <= 7; i++) trace.event(event(i, `event ${i}`))
    expect(trace.entries().map((entry) => entry.time)).toEqual([5, 6, 7])
    expect(trace.total).toBe(7)
  })

  it('refuses a capacity that is not an integer >= 1', () => {
    for (const capacity of [0, 1.5, NaN])
      expect(() => new RingTrace(capacity)).toThrow(`capacity = ${capacity}: expected an integer >= 1`)
  })
})

interface ChromeRecord {
  ph: string
  tid?: number
  ts?: number
  dur?: number
  name: string
  args: Record<string, unknown>
}

describe('a Chrome trace', () => {
  function chromeTrace(): { text: string; records: ChromeRecord[] } {
    let text = ''
    const trace = new ChromeTrace((piece) => (text += piece), 'crossing')
    const sim = crossing(trace)
    sim.run(5)
    trace.close(sim.now)
    return { text, records: JSON.parse(text) as ChromeRecord[] }
  }
  const trackOf = (records: ChromeRecord[], name: string): number =>
    records.find(({ ph, args }) => ph === 'M' && args['name'] === name)!.tid!

  it('has a track for each process, with its waits one after the other in microseconds', () => {
    const { records } = chromeTrace()
    const slices = (process: string) =>
      records
        .filter(({ ph, tid }) => ph === 'X' && tid === trackOf(records, process))
        .map(({ name, ts, dur }) => [name, ts, dur])
    expect(slices('ann')).toEqual([
      ['resource "server"', 0, 0],
      ['delay', 0, 3e6],
    ])
    // Bob's service lasts beyond the end of the run, and is drawn up to there.
    expect(slices('bob')).toEqual([
      ['resource "server"', 0, 3e6],
      ['delay', 3e6, 2e6],
    ])
    expect(slices('late')).toEqual([['signal "go"', 0, 1e6]])
  })

  it('has callbacks and ends of processes as instants with the number of their event', () => {
    const { records } = chromeTrace()
    const instants = records.filter(({ ph }) => ph === 'i').map(({ name, ts }) => [name, ts])
    expect(instants).toEqual([
      ['ends', 1e6],
      ['switchLight', 2e6],
      ['ends', 2e6],
      ['ends', 2e6],
      ['ends', 3e6],
    ])
  })

  it('gives slices that never overlap on their track, whatever the rounding', () => {
    let text = ''
    const trace = new ChromeTrace((piece) => (text += piece))
    const sim = new Simulation({ seed: 's', trace })
    const stream = sim.stream('gaps')
    function* sleeper(): ProcessBody {
      for (let i = 0; i < 2000; i++) yield* sim.delay(stream.exponential(1.7e-7))
    }
    sim.spawn(sleeper())
    sim.run()
    trace.close(sim.now)
    const slices = (JSON.parse(text) as ChromeRecord[]).filter(({ ph }) => ph === 'X')
    expect(slices).toHaveLength(2000)
    // In whole nanoseconds, as Perfetto reads them.
    const nanoseconds = (x: number | undefined): number => Math.round(x! * 1000)
    for (let i = 1; i < slices.length; i++)
      expect(nanoseconds(slices[i]!.ts)).toBe(nanoseconds(slices[i - 1]!.ts) + nanoseconds(slices[i - 1]!.dur))
  })
})
