import type { RandomStream } from '../../../engine/index.ts'
import { choice, defineModel, integer, real } from '../../definition.ts'
import { clusterCount, type Clusters, equalClusters } from './clusters.ts'
import { capacities } from './capacity.ts'
import { failSuperPeers } from './failures.ts'
import { completeOverlay, regularOverlay } from './overlay.ts'
import { fewestSuperPeers, SelfOrganisation } from './sg-1.ts'
import * as theory from './theory.ts'
import { Traffic } from './traffic.ts'

const bytes = (size: number, doc: string) => integer({ default: size, unit: 'B', min: 0, max: 1e9, doc })

export default defineModel({
  name: 'p2p/super-peers',
  title: 'Super-peers: clusters of clients, floods among those who serve them',
  source: 'Yang and Garcia-Molina, Designing a super-peer network, ICDE 2003',
  parameters: {
    peers: integer({
      default: 10_000,
      unit: 'peers',
      min: 1,
      max: 5_000_000,
      doc: 'Peers, super-peers and clients together.',
    }),
    formation: choice(['equal', 'sg-1'], {
      default: 'equal',
      doc: 'Clusters of clusterSize, or those that peers of different capacity form by gossip.',
    }),
    clusterSize: integer({
      default: 10,
      unit: 'peers',
      min: 1,
      doc: 'Peers in a cluster, its super-peers among them.',
    }),
    partners: integer({
      default: 1,
      unit: 'peers',
      min: 1,
      max: 100,
      doc: 'Super-peers that share a cluster in turn, k: 2 for redundancy.',
    }),
    capacity: choice(['uniform', 'power-law'], {
      default: 'uniform',
      doc: 'Law of the clients that a peer can serve, from 1 to maxCapacity; sg-1 only.',
    }),
    maxCapacity: integer({
      default: 500,
      unit: 'clients',
      min: 1,
      max: 1_000_000,
      doc: 'Clients that a peer can serve at most; sg-1 only.',
    }),
    capacityExponent: real({ default: 2, unit: '1', min: 0, max: 10, doc: 'Exponent of the power law of capacities.' }),
    attempts: integer({
      default: 30,
      unit: 'peers',
      min: 1,
      doc: 'Super-peers that one looks at in a cycle for one of lower capacity; sg-1 only.',
    }),
    formationCycles: integer({
      default: 30,
      unit: 'cycles',
      min: 0,
      doc: 'Cycles of gossip before the traffic starts; sg-1 only.',
    }),
    crashAt: integer({
      default: 'unlimited',
      unit: 'cycles',
      min: 0,
      unlimited: true,
      doc: 'Cycle of the formation after which peers crash; unlimited: none do; sg-1 only.',
    }),
    crash: real({ default: 0.01, unit: '1', min: 0, below: 1, doc: 'Share of the peers that crash then.' }),
    uptime: real({
      default: 'unlimited',
      unit: 's',
      above: 0,
      unlimited: true,
      doc: 'Time until a super-peer fails, mean; unlimited: none does.',
    }),
    replacement: real({
      default: 60,
      unit: 's',
      above: 0,
      doc: 'Time until another peer of the cluster has taken its place, mean.',
    }),
    overlay: choice(['random', 'complete'], {
      default: 'random',
      doc: 'Links among clusters: random ones, as many for each, or all with all.',
    }),
    degree: integer({
      default: 4,
      unit: 'links',
      min: 2,
      max: 1000,
      doc: 'Neighbours of a cluster in a random overlay.',
    }),
    ttl: integer({
      default: 7,
      unit: 'hops',
      min: 1,
      max: 1_000_000,
      doc: 'Hops that a query goes among super-peers, TTL.',
    }),
    queryRate: real({ default: 9.26e-3, unit: '1/s', min: 0, doc: 'Queries of a peer, rate.' }),
    updateRate: real({ default: 1.85e-3, unit: '1/s', min: 0, doc: 'Changes to the files of a peer, rate.' }),
    session: real({ default: 1080, unit: 's', above: 0, doc: 'Time between two times that a peer joins, mean.' }),
    match: real({
      default: 0.001,
      unit: '1',
      min: 0,
      max: 1,
      doc: 'Probability that a peer has what a query asks for.',
    }),
    queryBytes: bytes(94, 'Size of a query.'),
    responseBytes: bytes(80, 'Size of a response of a cluster without its results.'),
    resultBytes: bytes(104, 'Size of a result, the address of who has it included.'),
    joinBytes: bytes(7280, 'Size of the message in which a peer tells its super-peer of all its files.'),
    updateBytes: bytes(152, 'Size of the message in which it tells of a change.'),
  },
  metrics: {
    superPeers: { unit: 'peers', doc: 'Super-peers.' },
    fewest: { unit: 'peers', doc: 'Fewest super-peers whose capacity is enough for all others; sg-1 only.' },
    superPeerLoad: { unit: 'bit/s', doc: 'Bits that a super-peer sends and receives, mean.' },
    clientLoad: { unit: 'bit/s', doc: 'Bits that a client sends and receives, mean.' },
    aggregateLoad: { unit: 'bit/s', doc: 'Bits that all peers send.' },
    busiest: {
      unit: 'bit/s',
      doc: 'Bits that the super-peers of the busiest cluster send and receive, mean over them.',
    },
    served: { unit: '1', doc: 'Share of the queries that find a super-peer of their own cluster up.' },
    reach: { unit: 'clusters', doc: 'Other clusters that a query reaches.' },
    messages: { unit: 'messages', doc: 'Messages among super-peers that carry a query.' },
    duplicates: { unit: '1', doc: 'Fraction of these that reach a cluster that has the query.' },
    results: { unit: 'results', doc: 'Results of a query, those of its own cluster included.' },
    pathLength: { unit: 'hops', doc: 'Hops among super-peers that a response of another cluster comes, mean, EPL.' },
  },
  theory: {
    superPeers: theory.superPeers,
    fewest: theory.fewest,
    superPeerLoad: theory.superPeerLoad,
    clientLoad: theory.clientLoad,
    aggregateLoad: theory.aggregateLoad,
    served: theory.served,
    reach: theory.reach,
    messages: theory.messages,
    duplicates: theory.duplicates,
    results: theory.results,
    pathLength: theory.pathLength,
  },
  run: { horizon: 30, replications: 10 },
  check(p) {
    if (p.formation === 'sg-1')
      return p.partners === 1 ? undefined : 'formation = sg-1 has one super-peer for a cluster: partners must be 1.'
    const clusters = clusterCount(p)
    if (p.partners * clusters > p.peers)
      return `${clusters} clusters of ${p.partners} super-peers need more than ${p.peers} peers: choose a larger clusterSize.`
    if (p.overlay === 'random' && clusters > 1 && p.degree >= clusters)
      return `degree ${p.degree} needs more than ${clusters} clusters: choose a smaller clusterSize, or overlay = complete.`
    return undefined
  },
  build(sim, p) {
    let fewest: number | undefined
    let clusters: Clusters
    if (p.formation === 'sg-1') {
      const capacity = capacities(p, sim.stream('capacities'))
      const organisation = new SelfOrganisation(capacity, p.attempts, sim.stream('gossip'))
      for (let cycle = 0; cycle <= p.formationCycles; cycle++) {
        if (cycle > 0) organisation.cycle()
        if (cycle === p.crashAt) organisation.crash(p.crash, sim.stream('crash'))
      }
      fewest = fewestSuperPeers(organisation.living())
      clusters = organisation.clusters()
    } else clusters = equalClusters(p.peers, clusterCount(p), p.partners)
    const { count } = clusters
    // So few clusters that they have no other choice are all linked.
    const overlay =
      p.overlay === 'complete' || count <= p.degree
        ? completeOverlay(count)
        : regularOverlay(count, p.degree, sim.stream('overlay'))
    const traffic = new Traffic(p, overlay, clusters, sim.stream('matches'))
    failSuperPeers(sim, p, clusters, traffic)
    const living = clusters.cluster.reduce((sum, cluster) => sum + (cluster >= 0 ? 1 : 0), 0)
    let since = 0

    /** Something that every peer does now and then, at exponential intervals, so that all together do it so much oftener. */
    function often(name: string, rate: number, act: (peer: number) => void): void {
      if (rate === 0) return
      const stream: RandomStream = sim.stream(name)
      const next = (): void => {
        sim.schedule(stream.exponential(1 / (rate * p.peers)), () => {
          const peer = (stream.uniform01() * p.peers) | 0
          if (clusters.cluster[peer]! >= 0) act(peer)
          next()
        })
      }
      next()
    }

    often('queries', p.queryRate, (peer) => traffic.query(peer))
    often('joins', 1 / p.session, (peer) => traffic.tell(peer, 'join'))
    often('updates', p.updateRate, (peer) => traffic.tell(peer, 'update'))
    sim.onWarmUpEnd(() => {
      traffic.reset()
      since = sim.now
    })

    return () => {
      const { received, sent, queries, unserved, forwarded, responses } = traffic
      const asked = queries - unserved
      const bitsPerSecond = 8 / (sim.now - since)
      let superPeers = 0
      let sentBySuperPeers = 0
      let most = 0
      for (let cluster = 0; cluster < count; cluster++) {
        const both = received[cluster]! + sent[cluster]!
        superPeers += both
        sentBySuperPeers += sent[cluster]!
        if (both > most) most = both
      }
      const clients = living - count * p.partners
      return {
        superPeers: count * p.partners,
        fewest,
        superPeerLoad: (superPeers * bitsPerSecond) / (count * p.partners),
        clientLoad: clients > 0 ? ((traffic.clientReceived + traffic.clientSent) * bitsPerSecond) / clients : undefined,
        aggregateLoad: (sentBySuperPeers + traffic.clientSent) * bitsPerSecond,
        busiest: (most * bitsPerSecond) / p.partners,
        served: queries > 0 ? asked / queries : undefined,
        reach: asked > 0 ? traffic.reached / asked : undefined,
        messages: asked > 0 ? forwarded / asked : undefined,
        duplicates: forwarded > 0 ? traffic.duplicates / forwarded : undefined,
        results: asked > 0 ? traffic.results / asked : undefined,
        pathLength: responses > 0 ? traffic.responseHops / responses : undefined,
      }
    }
  },
})
