import { defineModel } from '../../definition.ts'
import { Ledger } from './ledger.ts'
import { metrics } from './metrics.ts'
import { parameters } from './parameters.ts'
import { Role, Speed } from './peers.ts'
import { Population } from './population.ts'
import type { Links } from './rules.ts'
import { Swarm } from './swarm.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/bittorrent',
  title: 'BitTorrent swarm',
  source:
    'Cohen, Incentives build robustness in BitTorrent, P2PEcon 2003; Bharambe, Herley and Padmanabhan, INFOCOM 2006',
  parameters,
  metrics,
  theory: {
    meanDownload: theory.clientServerDownload,
    meanStay: theory.clientServerDownload,
    medianDownload: theory.clientServerFlashCrowd,
    p95Download: theory.clientServerFlashCrowd,
    lastDownload: theory.clientServerFlashCrowd,
    makespan: theory.clientServerFlashCrowd,
    meanLeechers: theory.clientServerLeechers,
    growth: theory.oneClubGrowth,
  },
  run: { horizon: 20_000, replications: 5 },
  check(p) {
    if (p.fastShare + p.slowShare > 1)
      return `fastShare + slowShare is ${p.fastShare + p.slowShare}: expected at most 1.`
    if (p.regularSlots + p.optimisticSlots === 0)
      return 'regularSlots and optimisticSlots are both 0: nobody would upload.'
    if (p.oneClub > 0 && (p.arrivals !== 'poisson' || p.pieces === 1))
      return `oneClub is ${p.oneClub}, with arrivals=${p.arrivals} and ${p.pieces} pieces: expected 0, or poisson and 2 pieces or more.`
    if (p.transferUnit === 'piece' && p.roundTrip > 0)
      return `roundTrip is ${p.roundTrip} s: only requests for blocks take time, so set transferUnit=block.`
    if (p.roundTrip >= p.chokeInterval)
      return `roundTrip is ${p.roundTrip} s and chokeInterval ${p.chokeInterval} s: expected a shorter round trip, or nothing arrives before the next choke.`
    return undefined
  },
  build(sim, p) {
    const fileBits = 8 * p.fileSize
    const links: Links[] = []
    links[Speed.typical] = { up: p.upload, down: p.download }
    links[Speed.fast] = { up: p.fastUpload, down: p.fastDownload }
    links[Speed.slow] = { up: p.slowUpload, down: p.slowDownload }
    const swarm: Swarm = new Swarm(
      sim,
      {
        ...p,
        pieceBits: fileBits / p.pieces,
        piecePolicy: p.pieceSelection,
        seedPolicy: p.seedChoking,
        blindLeechers: p.leecherChoking === 'random',
        creditBits: p.leecherChoking === 'pairwise' ? p.pairwiseCredit * (fileBits / p.pieces) : Infinity,
        mostServers: Math.max(p.maxNeighbours, p.initialSeeds),
        origins: p.initialSeeds,
        clientServer: p.distribution === 'client-server',
      },
      {
        completed: (peer) => population.completed(peer),
        moved: (sender, bits) => ledger.moved(sender, bits),
        wasted: (bits) => ledger.wasted(bits),
      },
    )
    const ledger = new Ledger(sim, swarm.peers, fileBits)
    const population = new Population(sim, { ...p, links }, swarm, ledger)
    sim.onWarmUpEnd(() => {
      swarm.settle()
      ledger.reset()
    })
    // Nothing limits what a seed downloads, because it downloads nothing.
    for (let i = 0; i < p.initialSeeds; i++)
      swarm.join(Role.origin, Speed.typical, { up: p.seedUpload, down: p.seedUpload })
    population.start()
    return () => {
      swarm.settle()
      const crowdRate = p.initialSeeds * p.seedUpload
      return {
        ...ledger.read(),
        lowerBound: p.arrivals === 'flash-crowd' ? population.lowerBound(fileBits, crowdRate) : undefined,
      }
    }
  },
})
