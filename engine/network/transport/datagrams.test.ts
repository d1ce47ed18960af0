import { beforeEach, describe, expect, it } from 'vitest'
import { Simulation } from '../../index.ts'
import type { Carrier } from '../carrier.ts'
import { Datagrams } from './datagrams.ts'

let sim: Simulation
let log: [number, string][]
let wire: Carrier

beforeEach(() => {
  sim = new Simulation({ seed: 'test' })
  log = []
  // A message takes a second for each 1000 bytes; those of more than 5000 are lost at once.
  wire = {
    sim,
    hosts: 3,
    send: (_from, _to, bytes, onDelivered, onDropped) =>
      bytes > 5000 ? onDropped?.('lost') : void sim.schedule(bytes / 1000, onDelivered),
  }
})

describe('datagrams', () => {
  it('reach who has bound the port on the host, header and all', () => {
    const datagrams = new Datagrams<string>(wire, { headerBytes: 500 })
    datagrams.bindAll(53, (payload, from, to, bytes) => log.push([sim.now, `${payload} ${from}>${to} ${bytes}`]))
    datagrams.send(0, 1, 53, 1000, 'a')
    datagrams.send(2, 0, 53, 500, 'b')
    sim.run()
    expect(log).toEqual([
      [1, 'b 2>0 500'],
      [1.5, 'a 0>1 1000'],
    ])
  })

  it('may overtake each other, and get lost without a word', () => {
    const datagrams = new Datagrams<number>(wire)
    datagrams.bind(1, 0, (payload) => log.push([sim.now, String(payload)]))
    for (const bytes of [3000, 6000, 1000]) datagrams.send(0, 1, 0, bytes, bytes)
    datagrams.send(0, 2, 0, 10, 10)
    sim.run()
    expect(log.map(([, what]) => what)).toEqual(['1000', '3000'])
    const { sent, delivered, dropped, unclaimed } = datagrams
    expect([sent, delivered, dropped, unclaimed].map(({ count }) => count)).toEqual([4, 2, 1, 1])
  })

  it('can be answered by the handler', () => {
    const datagrams = new Datagrams<number>(wire)
    datagrams.bindAll(7, (left, from, to, bytes) => {
      log.push([sim.now, `at ${to}`])
      if (left > 0) datagrams.send(to, from, 7, bytes, left - 1)
    })
    datagrams.send(0, 1, 7, 1000, 2)
    sim.run()
    expect(log).toEqual([
      [1, 'at 1'],
      [2, 'at 0'],
      [3, 'at 1'],
    ])
  })

  it('refuse ports and hosts that make no sense', () => {
    const datagrams = new Datagrams(wire)
    datagrams.bind(0, 1, () => {})
    expect(() => datagrams.bind(0, 1, () => {})).toThrow('Port 1 of host 0 is bound already: unbind it first.')
    datagrams.unbind(0, 1)
    datagrams.bind(0, 1, () => {})
    expect(() => datagrams.bind(3, 1, () => {})).toThrow('expected a host from 0 to 2')
    expect(() => datagrams.send(0, 1, -1, 10, undefined)).toThrow('Port -1: expected an integer from 0 to 65535.')
    expect(() => new Datagrams(wire, { headerBytes: NaN })).toThrow('headerBytes = NaN')
  })
})
