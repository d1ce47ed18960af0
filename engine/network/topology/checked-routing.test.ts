import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import { FluidNetwork } from '../fluid/fluid-network.ts'
import { TopologyBuilder } from './builder.ts'
import { checkedRouting } from './checked-routing.ts'
import { ClosedForm, routingOf } from './closed-form.ts'
import { ExplicitRoutes } from './explicit-routes.ts'
import { ShortestPaths } from './shortest-paths.ts'
import { topologies } from './topologies.ts'

/** Hosts 0, 1, 2 in a line by links 0 to 3, and a one-way link 4 from host 2 to host 0. */
function topologyOf() {
  const builder = new TopologyBuilder('h')
  builder.addHosts(3)
  const link = { latency: 0, bandwidth: 8 }
  builder.connect(0, 1, link)
  builder.connect(1, 2, link)
  builder.connectOneWay(2, 0, link)
  return builder.build()
}
const topology = topologyOf()

const cases: [string, number, string][] = [
  ['that is not there', 9, 'link 9, which is not there'],
  ['that is no number', NaN, 'link NaN, which is not there'],
  ['that is between two', 0.5, 'link 0.5, which is not there'],
  ['that nothing goes back over', 5, 'link 5, which is not there'],
  ['of another host', 2, 'link 2 (h1->h2), which begins elsewhere'],
]

describe('a routing of your own', () => {
  it.each(cases)('is refused with both hosts when it takes a link %s', (_, link, what) => {
    const routing = checkedRouting(topology, { nextLink: () => link })
    expect(() => routing.nextLink(0, 2)).toThrow(
      `From host "h0" to host "h2": the routing takes ${what}; expected a link that begins at host "h0".`,
    )
  })

  it('may say that no way leads there, and may be right', () => {
    const routing = checkedRouting(topology, { nextLink: (at) => (at === 0 ? 0 : -1) })
    expect([routing.nextLink(0, 2), routing.nextLink(1, 2)]).toEqual([0, -1])
  })

  it.each(cases)('that gives whole routes is refused when one has a link %s', (_, link, what) => {
    const network = FluidNetwork.of(new Simulation({ seed: 'own' }), topology, { routing: { path: () => [link] } })
    expect(() => network.send(0, 2, 1, () => undefined)).toThrow(
      `From host "h0" to host "h2": the routing takes ${what}`,
    )
  })

  it('that gives whole routes is refused when one ends on the way', () => {
    const network = FluidNetwork.of(new Simulation({ seed: 'own' }), topology, { routing: { path: () => [0] } })
    expect(() => network.transferBetween(0, 2, 1)).toThrow(
      'From host "h0" to host "h2": the route ends at host "h1", expected that it leads to its end.',
    )
  })
})

describe('a routing of the engine', () => {
  it('is taken as it is where it is of this topology, and looked at where routes are given one by one', () => {
    const star = topologies.star(3, { latency: 0, bandwidth: 1 })
    for (const routing of [new ShortestPaths(star), new ClosedForm(star)])
      expect(checkedRouting(star, routing)).toBe(routing)
    const routes = new ExplicitRoutes(topology, { ...routingOf(topology), topology, nextLink: () => 3 } as never)
    routes.add(0, 1, [0])
    expect(checkedRouting(topology, routes).nextLink(0, 1)).toBe(0)
    expect(() => checkedRouting(topology, routes).nextLink(0, 2)).toThrow('link 3 (h2->h1), which begins elsewhere')
  })

  it('is refused when it is of another topology', () => {
    expect(() => checkedRouting(topology, new ShortestPaths(topologyOf()))).toThrow(
      'The routing is of another topology than the network: expected the same one.',
    )
  })
})
