import { beforeEach, describe, expect, it } from 'vitest'
import { Simulation, type ProcessBody } from '../../index.ts'
import type { Carrier } from '../carrier.ts'
import { RequestReply } from './request-reply.ts'
import { TimedOut } from './timed-out.ts'

let sim: Simulation
let log: [number, string][]
let calls: RequestReply<number, string>
/** Messages that the network is to lose, by number from 0 in the order sent. */
let lost: Set<number>
const note = (what: string): void => void log.push([sim.now, what])
const handler = {
  replied: (answer: string) => note(answer),
  timedOut: () => note('timed out'),
}

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
  lost = new Set()
  let sent = 0
  const wire: Carrier = {
    sim,
    hosts: 3,
    send: (_from, _to, bytes, onDelivered, onDropped) =>
      lost.has(sent++) ? onDropped?.('lost') : void sim.schedule(1 + bytes / 1000, onDelivered),
  }
  calls = new RequestReply(wire, { headerBytes: 100 })
  // Replies after so many seconds as the question asks for.
  calls.serve(1, 0, (request) => {
    note(`asked ${request.question} by ${request.from}`)
    sim.schedule(request.question, () => request.reply(400, `after ${request.question}`))
  })
})

function* client(question: number, timeout: number): ProcessBody {
  try {
    note(yield* calls.call({ from: 0, to: 1, question, timeout, bytes: 900 }))
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error
    note(error.message)
  }
}

describe('a call', () => {
  it('returns the answer when request, work and reply are done', () => {
    sim.spawn(client(3, 10))
    sim.run()
    expect(log).toEqual([
      [2, 'asked 3 by 0'],
      [6.5, 'after 3'],
    ])
    expect(calls.responseTime.mean).toBe(6.5)
    expect(sim.pending).toBe(0)
  })

  it('throws TimedOut where the caller waits, and ignores the reply that comes later', () => {
    sim.spawn(client(3, 6))
    sim.run()
    expect(log).toEqual([
      [2, 'asked 3 by 0'],
      [6, 'Host 0 had no reply from host 1 within 6 s. Catch TimedOut where the call is made.'],
    ])
    expect([calls.timedOut.count, calls.late.count]).toEqual([1, 1])
  })

  it('is in time when the reply comes at the very end of the time-out', () => {
    sim.spawn(client(3, 6.5))
    sim.run()
    expect(log.at(-1)).toEqual([6.5, 'after 3'])
  })

  it('times out when the request or the reply is lost', () => {
    lost.add(0).add(2)
    sim.spawn(client(1, 5))
    sim.schedule(10, () => void sim.spawn(client(1, 5)))
    sim.run()
    expect(log.map(([time, what]) => `${time} ${what.slice(0, 9)}`)).toEqual([
      '5 Host 0 ha',
      '12 asked 1 b',
      '15 Host 0 ha',
    ])
    expect(calls.late.count).toBe(0)
  })

  it('is given up by a caller that is interrupted, or that takes the first of several answers', () => {
    const victim = sim.spawn(
      (function* (): ProcessBody {
        try {
          yield* client(3, 100)
        } catch {
          note('interrupted')
        }
      })(),
    )
    sim.schedule(3, () => victim.interrupt())
    sim.spawn(
      (function* (): ProcessBody {
        const ask = (question: number) => calls.call({ from: 2, to: 1, question, timeout: 100 })
        const { value } = yield* sim.anyOf(ask(5), ask(1))
        note(`first ${value}`)
      })(),
    )
    sim.run()
    expect(log.slice(-2)).toEqual([
      [3, 'interrupted'],
      [3.6, 'first after 1'],
    ])
    expect(calls.late.count).toBe(2)
    expect(sim.now).toBeLessThan(10)
  })

  it('in callback style tells one object of all calls, each once', () => {
    const first = calls.request(0, 1, 0, 900, 3, 10, handler)
    const second = calls.request(0, 1, 0, 900, 1, 3, handler)
    const third = calls.request(0, 1, 0, 900, 2, 10, handler)
    expect(new Set([first, second, third]).size).toBe(3)
    sim.schedule(1, () => expect([calls.cancel(third), calls.cancel(third)]).toEqual([true, false]))
    sim.run()
    expect(log.filter(([, what]) => !what.startsWith('asked'))).toEqual([
      [3, 'timed out'],
      [6.5, 'after 3'],
    ])
    // A slot that serves a new call does not take the reply of an old one, nor its cancellation.
    const again = calls.request(0, 1, 0, 900, 0, Infinity, handler)
    expect([calls.cancel(first), calls.cancel(second), calls.cancel(third)]).toEqual([false, false, false])
    sim.run()
    expect(log.at(-1)![1]).toBe('after 0')
    expect(calls.cancel(again)).toBe(false)
  })

  it('that nobody serves, or with a time-out that is none, is an error', () => {
    expect(() => calls.request(0, 2, 0, 0, 1, 1, handler)).toThrow('Host 2 does not serve method 0: call serve first.')
    expect(() => calls.request(0, 1, 0, 0, 1, -1, handler)).toThrow('timeout = -1: expected seconds > 0')
    expect(() => calls.call({ from: 0, to: 1, question: 1, timeout: NaN })).toThrow('timeout = NaN')
    expect(() => calls.serve(1, 0, () => {})).toThrow('Host 1 serves method 0 already.')
    expect(() => calls.serve(7, 0, () => {})).toThrow('Host 7 cannot serve: expected a host from 0 to 2.')
  })

  it('is replied to once', () => {
    calls.serve(2, 5, (request) => {
      request.reply(0, 'once')
      request.reply(0, 'twice')
    })
    calls.request(0, 2, 5, 0, 1, 10, handler)
    expect(() => sim.run()).toThrow('A request of host 0 to host 2 is replied to twice: reply once.')
  })
})
