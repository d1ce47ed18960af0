import { describe, expect, it } from 'vitest'
import { ExplicitRoutes } from './explicit-routes.ts'
import { ShortestPaths } from './shortest-paths.ts'
import { topologies } from './topologies.ts'

const links = { latency: 1, bandwidth: 1 }
/** Links 2i lead from host i to host i + 1, 2i + 1 back. */
const ring = topologies.ring(5, links)

describe('explicit routes', () => {
  it('are taken as given, and shared with the hosts on the way', () => {
    const routes = new ExplicitRoutes(ring)
    routes.add(0, 3, [0, 2, 4])
    expect([...routes.path(0, 3)]).toEqual([0, 2, 4])
    expect([routes.nextLink(0, 3), routes.nextLink(2, 3), routes.nextLink(3, 0)]).toEqual([0, 4, -1])
    expect([...routes.path(1, 3)]).toEqual([2, 4])
    expect(() => routes.path(3, 0)).toThrow('No path leads from host "host-3" to host "host-0"')
  })

  it('leave other pairs to another routing', () => {
    const routes = new ExplicitRoutes(ring, new ShortestPaths(ring))
    routes.add(0, 3, [0, 2, 4])
    expect([...routes.path(3, 0)]).toEqual([6, 8])
    expect([...routes.path(4, 3)]).toEqual([7])
    expect(routes.nextLink(4, 3)).toBe(7)
  })

  it('may disagree where whole paths are asked for, not hop by hop', () => {
    const routes = new ExplicitRoutes(ring)
    routes.add(0, 3, [0, 2, 4])
    routes.add(1, 3, [1, 9, 7])
    expect([...routes.path(1, 3)]).toEqual([1, 9, 7])
    expect(() => routes.nextLink(1, 3)).toThrow('go on from host "host-1" by different links')
  })

  it('are not replaced by others when a link of theirs is down', () => {
    const routes = new ExplicitRoutes(ring, new ShortestPaths(ring))
    routes.add(0, 3, [0, 2, 4])
    routes.setUp(2, false)
    expect(() => routes.path(0, 3)).toThrow(
      'The route from host "host-0" to host "host-3" takes link 2 (host-1->host-2), which is down',
    )
    expect(routes.nextLink(1, 3)).toBe(-1)
    expect([...routes.path(1, 2)]).toEqual([1, 9, 7, 5])
    routes.setUp(2, true)
    expect([...routes.path(0, 3)]).toEqual([0, 2, 4])
    expect(routes.changes).toBe(3)
  })

  it.each([
    [0, 9, [0], 'Host 9: expected the id of a host'],
    [
      0,
      3,
      [0, 99],
      'Route from host "host-0" to host "host-3": link 99 is not there, expected an integer from 0 to 9.',
    ],
    [0, 3, [0, NaN], 'link NaN is not there'],
    [0, 3, [0, 4], 'link 4 (host-2->host-3) does not begin at host "host-1", where it should'],
    [0, 3, [0, 2, 3, 2, 4], 'it visits host "host-1" twice, which is a loop'],
    [0, 3, [0, 1, 9, 7], 'it visits host "host-0" twice, which is a loop'],
    [0, 3, [0, 2], 'it ends at host "host-2"'],
    [0, 3, [], 'it ends at host "host-0"'],
  ])('from %i to %i by %j are refused', (from, to, path, message) => {
    expect(() => new ExplicitRoutes(ring).add(from, to, path)).toThrow(message)
  })

  it('are refused twice, over a link that is not there, or with a routing of another topology', () => {
    const routes = new ExplicitRoutes(ring)
    routes.add(1, 2, [2])
    expect(() => routes.add(1, 2, [2])).toThrow('there is one already')
    const bus = topologies.bus(2, links)
    expect(() => new ExplicitRoutes(bus).add(3, 2, [1])).toThrow('link 1 is the way back of a one-way link')
    expect(() => new ExplicitRoutes(ring, new ShortestPaths(bus))).toThrow('is of another topology')
  })
})
