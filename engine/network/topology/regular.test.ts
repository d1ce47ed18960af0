import { describe, expect, it } from 'vitest'
import { routingOf } from './closed-form.ts'
import { byDistance } from './link-rule.ts'
import { ShortestPaths } from './shortest-paths.ts'
import { topologies } from './topologies.ts'
import type { Topology } from './topology.ts'

const links = { latency: 0.001, bandwidth: 1e9 }
const degrees = (topology: Topology): number[] =>
  Array.from({ length: topology.hosts }, (_, host) => topology.degree(host))

describe('regular topologies', () => {
  it('a star has its hub last, joined to every host', () => {
    const topology = topologies.star(5, links)
    expect(degrees(topology)).toEqual([1, 1, 1, 1, 1, 5])
    expect([topology.terminals, topology.name(5)]).toEqual([5, 'hub'])
  })

  it('all traffic on a bus takes its one link', () => {
    const topology = topologies.bus(3, { latency: 1, bandwidth: 10 })
    expect([topology.latency[0], topology.bandwidth[0], topology.terminals]).toEqual([1, 10, 3])
    expect(degrees(topology)).toEqual([1, 1, 1, 1, 3])
    expect([topology.linkName(0), topology.connected]).toEqual(['bus-in->bus-out', true])
    for (const path of [routingOf(topology).path(0, 2), new ShortestPaths(topology).path(2, 1)]) expect(path[1]).toBe(0)
  })

  it('a ring of n has n connections and degree 2, a line one less', () => {
    const ring = topologies.ring(6, links)
    expect(degrees(ring)).toEqual([2, 2, 2, 2, 2, 2])
    const line = topologies.line(4, links)
    expect(degrees(line)).toEqual([1, 2, 2, 1])
  })

  it('a full mesh of n has n (n - 1) / 2 connections', () => {
    expect(topologies.fullMesh(7, links).links).toBe(7 * 6)
  })

  it('a torus has degree 2 in each dimension, 1 in one of size 2, 0 in one of size 1', () => {
    expect(new Set(degrees(topologies.torus([3, 4, 5], links)))).toEqual(new Set([6]))
    expect(topologies.torus([3, 4, 5], links).links).toBe(2 * 3 * 60)
    expect(new Set(degrees(topologies.torus([2, 2, 2, 2], links)))).toEqual(new Set([4]))
    expect(topologies.torus([2, 2, 2, 2], links).links).toBe(2 * 32)
    expect(new Set(degrees(topologies.torus([1, 5], links)))).toEqual(new Set([2]))
  })

  it('a tree of arity a and depth d has (a^(d+1) - 1) / (a - 1) hosts, of which a^d are leaves and terminals', () => {
    const topology = topologies.tree(3, 4, links)
    expect([topology.hosts, topology.links, topology.terminals]).toEqual([121, 240, 81])
    expect(degrees(topology).filter((degree) => degree === 1)).toHaveLength(81)
    expect(topology.degree(topology.terminal(0))).toBe(1)
    expect(topologies.tree(1, 3, links).hosts).toBe(4)
    expect(topologies.tree(5, 0, links).hosts).toBe(1)
  })

  it('a fat tree of k-port switches has k^3/4 hosts, 5k^2/4 switches that use all ports, and 3k^3/4 connections', () => {
    for (const k of [2, 4, 8]) {
      const topology = topologies.fatTree(k, links)
      const hosts = (k * k * k) / 4
      expect([topology.terminals, topology.hosts]).toEqual([hosts, hosts + (5 * k * k) / 4])
      expect(topology.links).toBe(2 * 3 * hosts)
      const of = degrees(topology)
      expect(new Set(of.slice(0, hosts))).toEqual(new Set([1]))
      expect(new Set(of.slice(hosts))).toEqual(new Set([k]))
    }
  })

  it('a dumbbell has its bottleneck between the routers, last', () => {
    const topology = topologies.dumbbell(2, 3, { access: links, bottleneck: { latency: 0.05, bandwidth: 1e6 } })
    expect(degrees(topology)).toEqual([1, 1, 1, 1, 1, 3, 4])
    expect([topology.linkName(10), topology.bandwidth[10]]).toEqual(['router-left->router-right', 1e6])
    expect(topology.linkBetween(5, 6)).toBe(10)
  })

  it('asks rules for the values of each connection in order', () => {
    const topology = topologies.line(4, { latency: (a, b) => a + b, bandwidth: (a) => a + 1 })
    expect([...topology.latency]).toEqual([1, 1, 3, 3, 5, 5])
    expect([...topology.bandwidth]).toEqual([1, 1, 2, 2, 3, 3])
  })

  it.each([
    [() => topologies.star(0, links), 'star, hosts = 0: expected an integer from 1'],
    [() => topologies.ring(2, links), 'ring, hosts = 2: expected an integer from 3'],
    [() => topologies.torus([], links), 'torus, sizes = []'],
    [() => topologies.torus([3, 2.5], links), 'torus, sizes[1] = 2.5'],
    [() => topologies.torus([1e6, 1e6], links), 'torus, product of sizes = 1000000000000'],
    [() => topologies.tree(2, 60, links), 'tree, arity = 2, depth = 60, hosts = 1073741823'],
    [() => topologies.fatTree(5, links), 'fatTree, k = 5: expected an even number of ports'],
    [() => topologies.fullMesh(1e6, links), 'fullMesh, hosts = 1000000: expected an integer from 1 to 16384'],
    [() => topologies.dumbbell(0, 3, { access: links, bottleneck: links }), 'dumbbell, left = 0'],
    [() => topologies.line(2, { latency: NaN, bandwidth: 1 }), 'Link "host-0->host-1", latency = NaN'],
    [() => topologies.line(2, { latency: byDistance(1), bandwidth: 1 }), 'which have no coordinates'],
    [() => byDistance(-1), 'byDistance(-1, 0)'],
  ])('refuse sizes that make no sense (%#)', (attempt, message) => {
    expect(attempt).toThrow(message)
  })

  it('of a million hosts are made at once', () => {
    const topology = topologies.torus([100, 100, 100], links)
    expect([topology.hosts, topology.links, topology.name(999_999)]).toEqual([1_000_000, 6_000_000, 'host-999999'])
  })
})
