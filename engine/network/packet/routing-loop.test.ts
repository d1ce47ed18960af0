import { describe, expect, it } from 'vitest'
import { SimulationError } from '../../errors.ts'
import { Simulation } from '../../simulation.ts'
import { ExplicitRoutes } from '../topology/explicit-routes.ts'
import { topologies } from '../topology/topologies.ts'
import { PacketNetwork, type NextLink, type PacketNetworkOptions } from './packet-network.ts'

const HOSTS = 5
/** Hosts 0 to 4 in a line; link 2k leads from host k to host k + 1, link 2k + 1 back. A hop takes a second. */
const line = topologies.line(HOSTS, { latency: 1, bandwidth: Infinity })
const forth = (at: number): number => 2 * at
const back = (at: number): number => 2 * (at - 1) + 1

function network(nextLink: NextLink['nextLink'], options: PacketNetworkOptions = {}) {
  const sim = new Simulation({ seed: 'loop' })
  return { sim, network: new PacketNetwork(sim, line, { routing: { nextLink }, check: true, ...options }) }
}

describe('a packet that its routing sends in a loop', () => {
  it('stops the run with both hosts in the message, after as many links as there are hosts', () => {
    // To host 4: from 2 back to 1, from 1 on to 2.
    const { sim, network: net } = network((at) => (at === 2 ? back(at) : forth(at)))
    net.send(0, 4, 100, () => expect.unreachable())
    expect(() => sim.run()).toThrow(
      'PacketNetwork, a packet to host "host-4" is at host "host-1" after 5 links, more than a way between 5 hosts can ' +
        'have: the routing sends it in a loop.',
    )
    expect(sim.now).toBe(HOSTS)
  })

  it('is an error of the simulation, also where it is cut through', () => {
    const { sim, network: net } = network((at) => (at === 1 ? back(at) : forth(at)), { cutThrough: 40 })
    net.send(0, 4, 100, () => expect.unreachable())
    expect(() => sim.run()).toThrow(SimulationError)
  })

  it('is found where the loop begins on the way, and where it leads through the sender', () => {
    const middle = network((at) => (at === 3 ? back(at) : forth(at)))
    middle.network.send(0, 4, 100, () => expect.unreachable())
    expect(() => middle.sim.run()).toThrow('in a loop')
    const sender = network((at) => (at === 1 ? back(at) : forth(at)))
    sender.network.send(0, 4, 100, () => expect.unreachable())
    expect(() => sender.sim.run()).toThrow('in a loop')
  })

  it('is found in a ring that never gives way', () => {
    const ring = topologies.ring(4, { latency: 1, bandwidth: Infinity })
    const sim = new Simulation({ seed: 'ring' })
    const clockwise = (at: number): number => ring.linkBetween(at, (at + 1) % 4)
    // Nobody is host 3 to this routing: packets pass it by.
    const routing: NextLink = { nextLink: (at) => (at === 2 ? ring.linkBetween(2, 1) : clockwise(at)) }
    const net = new PacketNetwork(sim, ring, { routing })
    net.send(0, 3, 1, () => expect.unreachable())
    expect(() => sim.run()).toThrow('a packet to host "host-3"')
  })
})

describe('a packet that takes the longest way there is', () => {
  it('arrives, though it crosses one link less than there are hosts', () => {
    const { sim, network: net } = network(forth)
    net.send(0, 4, 100, () => expect(sim.now).toBe(4))
    sim.run()
    expect(net.account().delivered.packets).toBe(1)
  })

  it('arrives as often as it is sent: packets that serve again have crossed nothing', () => {
    const { sim, network: net } = network(forth)
    let arrived = 0
    const again = (): void => {
      if (++arrived < 20) net.send(0, 4, 100, again)
    }
    net.send(0, 4, 100, again)
    sim.run()
    expect([arrived, sim.now]).toEqual([20, 80])
  })

  it('arrives in the place of one that was dropped on its last link', () => {
    const { sim, network: net } = network(forth, { link: (id) => (id === forth(3) ? { loss: 1 } : {}) })
    const arrivals: number[] = []
    const again = (): void => net.send(0, 3, 100, () => arrivals.push(sim.now))
    net.send(0, 4, 100, () => expect.unreachable(), again)
    sim.run()
    expect(arrivals).toEqual([4 + 3])
  })
})

describe('routes that are given one by one', () => {
  it('are refused with their loop when they are given', () => {
    const routes = new ExplicitRoutes(line)
    expect(() => routes.add(0, 3, [0, 2, 3, 2, 4])).toThrow(
      'Route from host "host-0" to host "host-3": it visits host "host-1" twice, which is a loop.',
    )
  })

  it('can make a loop together, which the network finds', () => {
    const routes = new ExplicitRoutes(line, { ...loop(), topology: line })
    const sim = new Simulation({ seed: 'explicit' })
    const net = new PacketNetwork(sim, line, { routing: routes })
    routes.add(1, 4, [2, 4, 6])
    net.send(0, 4, 1, () => undefined)
    sim.run()
    expect(sim.now).toBe(4)
    net.send(0, 3, 1, () => expect.unreachable())
    expect(() => sim.run()).toThrow('in a loop')
  })
})

/** A routing that goes on from host 0 and back from host 1. */
function loop() {
  const nextLink = (at: number): number => (at === 1 ? back(at) : forth(at))
  return { changes: 0, nextLink, path: () => new Int32Array(), setUp: () => undefined, isUp: () => true }
}

describe('a routing of your own', () => {
  it.each([
    [99, 'link 99, which is not there'],
    [NaN, 'link NaN, which is not there'],
    [4, 'link 4 (host-2->host-3), which begins elsewhere'],
  ])('that takes link %d from host 0 is refused with both hosts', (link, what) => {
    const { network: net } = network(() => link)
    expect(() => net.send(0, 4, 100, () => undefined)).toThrow(
      `From host "host-0" to host "host-4": the routing takes ${what}; expected a link that begins at host "host-0".`,
    )
  })

  it('of another topology is refused', () => {
    const sim = new Simulation({ seed: 'other' })
    const other = new ExplicitRoutes(topologies.line(HOSTS, { latency: 1, bandwidth: Infinity }))
    expect(() => new PacketNetwork(sim, line, { routing: other })).toThrow('The routing is of another topology')
  })
})
