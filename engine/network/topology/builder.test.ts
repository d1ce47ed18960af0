import { describe, expect, it } from 'vitest'
import { TopologyBuilder } from './builder.ts'
import { topologies } from './topologies.ts'

const link = { latency: 0.01, bandwidth: 1e8 }

function triangle(): TopologyBuilder {
  const builder = new TopologyBuilder()
  for (const name of ['a', 'b', 'c']) builder.addHost(name)
  builder.connect(0, 1, link)
  builder.connect(1, 2, link, { latency: 0.02, bandwidth: 1e6 })
  builder.connectOneWay(2, 0, link)
  return builder
}

describe('a topology', () => {
  it('has two links for each connection, 2k forth and 2k + 1 back', () => {
    const topology = triangle().build()
    expect([topology.hosts, topology.links]).toEqual([3, 6])
    expect([...topology.from]).toEqual([0, 1, 1, 2, 2, 0])
    expect([...topology.to]).toEqual([1, 0, 2, 1, 0, 2])
    expect([topology.latency[2], topology.latency[3], topology.bandwidth[3]]).toEqual([0.01, 0.02, 1e6])
    expect(topology.linkName(3)).toBe('c->b')
  })

  it('lists the links that leave each host, without the way back of a one-way link', () => {
    const topology = triangle().build()
    const leaving = (host: number): number[] => [
      ...topology.outgoing.subarray(topology.outgoingStart[host], topology.outgoingStart[host + 1]),
    ]
    expect([leaving(0), leaving(1), leaving(2)]).toEqual([[0], [1, 2], [3, 4]])
    expect([topology.degree(0), topology.degree(2)]).toEqual([1, 2])
    expect([topology.linkBetween(2, 0), topology.linkBetween(0, 2)]).toEqual([4, -1])
    expect(topology.has(5)).toBe(false)
    expect(() => topology.requireLink(5)).toThrow('Link 5 is the way back of the one-way link c->a: it is not there.')
  })

  it('finds hosts by name and names by host', () => {
    const builder = triangle()
    const more = builder.addHosts(2)
    const topology = builder.build()
    expect(topology.host('b')).toBe(1)
    expect(topology.name(more + 1)).toBe('host-4')
    expect(topology.host('host-4')).toBe(4)
    expect(() => topology.host('d')).toThrow('The topology has no host "d": it has a, b, c, host-3, host-4.')
    expect(() => topology.name(5)).toThrow('Host 5: expected the id of a host, an integer from 0 to 4.')
  })

  it('keeps several connections between the same hosts apart', () => {
    const builder = new TopologyBuilder()
    builder.addHosts(2)
    expect([builder.connect(0, 1, link), builder.connect(0, 1, link)]).toEqual([0, 2])
    expect(builder.build().degree(0)).toBe(2)
  })

  it('tells whether it is in one piece', () => {
    const builder = new TopologyBuilder()
    builder.addHosts(3)
    builder.connect(0, 1, link)
    expect(builder.build().connected).toBe(false)
    builder.connect(2, 1, link)
    expect(builder.build().connected).toBe(true)
  })
})

describe('a topology builder', () => {
  const builder = new TopologyBuilder()
  builder.addHost('a')
  builder.addHost('b')

  it.each([
    [() => builder.connect(0, 2, link), 'host 2 is unknown, expected an integer from 0 to 1'],
    [() => builder.connect(NaN, 1, link), 'host NaN is unknown'],
    [() => builder.connect(1, 1, link), 'Cannot connect host "b" to itself'],
    [
      () => builder.connect(0, 1, { latency: NaN, bandwidth: 1 }),
      'Link "a->b", latency = NaN: expected a finite number',
    ],
    [() => builder.connect(0, 1, { latency: -1, bandwidth: 1 }), 'latency = -1'],
    [() => builder.connect(0, 1, { latency: Infinity, bandwidth: 1 }), 'latency = Infinity'],
    [
      () => builder.connect(0, 1, { latency: 0, bandwidth: 0 }),
      'bandwidth = 0: expected a number of bits per second > 0',
    ],
    [() => builder.connect(0, 1, link, { latency: 0, bandwidth: NaN }), 'Link "b->a", bandwidth = NaN'],
    [
      () => builder.connect(0, 1, undefined as never),
      'Link "a->b" = undefined: expected what it is like, { latency, bandwidth }.',
    ],
    [
      () => topologies.star(3, undefined as never),
      'The links of a topology = undefined: expected what they are like, { latency, bandwidth }.',
    ],
    [() => builder.addHost('a'), 'Host 2 is to be called "a", but so is host 0'],
    [() => builder.place(0, NaN, 1), 'Host a placed at (NaN, 1): expected finite coordinates'],
    [() => builder.addHosts(-1), 'Cannot add -1 hosts'],
    [() => new TopologyBuilder().build(), 'A topology without hosts'],
  ])('refuses what makes no sense (%#)', (attempt, message) => {
    expect(attempt).toThrow(message)
  })

  it('wants all hosts placed or none', () => {
    const half = new TopologyBuilder()
    half.addHosts(40)
    half.place(0, 1, 1)
    expect(() => half.build()).toThrow('Host "host-1" is not placed, while 1 hosts are: place all or none.')
    for (let host = 0; host < 40; host++) half.place(host, host, 0)
    expect(half.build().coordinates?.x[39]).toBe(39)
  })

  it('refuses a name that another host without a name goes by', () => {
    const builder = new TopologyBuilder()
    builder.addHosts(1)
    builder.addHost('host-0')
    expect(() => builder.build()).toThrow('Host 1 is called "host-0", which is how host 0 goes without a name')
  })
})
