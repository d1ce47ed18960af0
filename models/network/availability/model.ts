import { FaultLayer, PacketNetwork, topologies } from '../../../engine/index.ts'
import { defineModel, integer, real } from '../../definition.ts'
import { faults, faultsProblem } from '../../shared/faults/parameter.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'network/availability',
  title: 'Availability of hosts and of messages under faults',
  source: 'Barlow and Proschan, Mathematical Theory of Reliability (1965), ch. 3: alternating renewal processes',
  parameters: {
    hosts: integer({ default: 10, unit: 'hosts', min: 2, max: 200, doc: 'Hosts, each joined to each, n.' }),
    faults: faults({
      default: '[{kind: churn, hosts: all, up: exponential(55min), down: exponential(5min)}]',
      doc: 'What goes wrong. Links are those of the full mesh, 0 to n (n - 1) - 1.',
    }),
    intensity: real({
      default: 1,
      unit: '1',
      min: 0,
      doc: 'How often it goes wrong: times between faults by law are divided by it, faults by schedule last longer.',
    }),
    quorum: integer({
      default: 6,
      unit: 'hosts',
      min: 1,
      doc: 'Hosts that must be up for a service to be available, k.',
    }),
    messageRate: real({
      default: 0.1,
      unit: '1/s',
      above: 0,
      doc: 'Messages per second, Poisson, from and to any hosts.',
    }),
    bytes: integer({ default: '1kB', unit: 'B', min: 0, doc: 'Size of a message.' }),
    latency: real({ default: '10ms', unit: 's', min: 0, doc: 'Propagation delay between two hosts.' }),
    bandwidth: real({ default: '100Mbps', unit: 'bit/s', above: 0, doc: 'Bandwidth between two hosts.' }),
  },
  metrics: {
    availability: { unit: '1', doc: 'Mean fraction of the hosts that are up, over time, A.' },
    quorumAvailability: { unit: '1', doc: 'Fraction of time that at least k hosts are up.' },
    crashRate: { unit: '1/s', doc: 'Crashes of a host per second.' },
    delivered: { unit: '1', doc: 'Fraction of the messages that arrive.' },
    hostDown: { unit: '1', doc: 'Fraction whose sender is down, or whose receiver is when they would arrive.' },
    linkDown: { unit: '1', doc: 'Fraction caught by a link that is down.' },
    partitioned: { unit: '1', doc: 'Fraction held up by a partition.' },
    lost: { unit: '1', doc: 'Fraction that gets lost.' },
    meanDelay: { unit: 's', doc: 'Mean time from sending to arrival, of messages that arrive.' },
  },
  theory: {
    availability: theory.availability,
    quorumAvailability: theory.quorumAvailability,
    crashRate: theory.crashRate,
    delivered: theory.delivered,
  },
  run: { warmUp: 20_000, horizon: 220_000, replications: 10 },
  check(p) {
    if (p.quorum > p.hosts) return `quorum = ${p.quorum}: expected at most hosts = ${p.hosts}`
    return faultsProblem(p.faults, { hosts: p.hosts, links: p.hosts * (p.hosts - 1) })
  },
  build(sim, p) {
    const { hosts, latency, bandwidth, bytes, quorum } = p
    const network = new PacketNetwork(sim, topologies.fullMesh(hosts, { latency, bandwidth }))
    const layer = new FaultLayer(network, { links: network.links })
    const { machines } = layer
    layer.install(p.faults, { intensity: p.intensity })

    const quorate = sim.timeWeighted('quorum', 1)
    const observe = (): void => quorate.set(machines.up.level >= quorum ? 1 : 0)
    machines.onCrash(observe)
    machines.onRestart(observe)

    const delay = sim.tally('delay')
    const drops = { 'host down': 0, 'link down': 0, partitioned: 0, lost: 0, 'queue full': 0, 'no route': 0 }
    let sent = 0
    sim.onWarmUpEnd(() => {
      sent = 0
      Object.assign(drops, { 'host down': 0, 'link down': 0, partitioned: 0, lost: 0 })
    })
    const [interval, pair] = [sim.stream('interarrival'), sim.stream('pair')]
    const next = (): void => {
      const from = pair.integer(0, hosts - 1)
      const other = pair.integer(0, hosts - 2)
      const sentAt = sim.now
      sent++
      layer.send(
        from,
        other < from ? other : other + 1,
        bytes,
        () => delay.record(sim.now - sentAt),
        (reason) => drops[reason]++,
      )
      sim.schedule(interval.exponential(1 / p.messageRate), next)
    }
    sim.schedule(interval.exponential(1 / p.messageRate), next)

    return () => ({
      availability: machines.up.mean / hosts,
      quorumAvailability: quorate.mean,
      crashRate: machines.crashes.rate / hosts,
      delivered: delay.count / sent,
      hostDown: drops['host down'] / sent,
      linkDown: drops['link down'] / sent,
      partitioned: drops.partitioned / sent,
      lost: drops.lost / sent,
      meanDelay: delay.mean,
    })
  },
})
