import { defineModel } from '../../definition.ts'
import { Chain } from './chain.ts'
import { parameters, parametersProblem } from './parameters.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'network/link',
  title: 'Packets over a link or a chain of links',
  source: 'Kleinrock, Communication Nets (1964); Bertsekas and Gallager, Data Networks (2nd ed. 1992), ch. 3',
  parameters,
  metrics: {
    meanWait: { unit: 's', doc: 'Mean time that a packet waits at the first link until its transmission begins, Wq.' },
    meanQueueLength: { unit: 'packets', doc: 'Time-average number of packets that wait at the first link, Lq.' },
    utilisation: { unit: '1', doc: 'Fraction of time that the first link transmits, rho.' },
    meanDelay: { unit: 's', doc: 'Mean time from sending to the last bit at the far end, of packets that arrive.' },
    p99Delay: { unit: 's', doc: '99th percentile of that time.' },
    queueDrops: { unit: '1', doc: 'Fraction of the packets sent that a queue drops.' },
    wireLoss: { unit: '1', doc: 'Fraction of the packets sent that a wire loses.' },
    lossRatio: { unit: '1', doc: 'Fraction of the packets sent that do not arrive, for whatever reason.' },
    throughput: { unit: 'bit/s', doc: 'Payload that arrives at the far end.' },
  },
  theory: {
    meanWait: theory.meanWait,
    meanQueueLength: theory.meanQueueLength,
    utilisation: theory.utilisation,
    meanDelay: theory.meanDelay,
    p99Delay: theory.p99Delay,
    queueDrops: theory.queueDrops,
    wireLoss: theory.wireLoss,
    lossRatio: theory.lossRatio,
    throughput: theory.throughput,
  },
  run: { warmUp: 10, horizon: 210, replications: 10 },
  check: parametersProblem,
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const chain = new Chain(sim, p)
    const next = (): void => {
      chain.enter()
      sim.schedule(interarrival.exponential(1 / p.packetRate), next)
    }
    sim.schedule(interarrival.exponential(1 / p.packetRate), next)
    return () => {
      const [first] = chain.links
      const drops = chain.dropsInQueues.count
      const lost = chain.lostOnWires.count
      // Of the packets whose fate is known: others are still on their way.
      const share = (count: number): number => count / (chain.delivered.count + drops + lost)
      return {
        meanWait: first!.meanWait,
        meanQueueLength: first!.meanQueueLength,
        utilisation: first!.utilisation,
        meanDelay: chain.delay.mean,
        p99Delay: chain.delays.quantile(0.99),
        queueDrops: share(drops),
        wireLoss: share(lost),
        lossRatio: share(drops + lost),
        throughput: chain.throughput,
      }
    }
  },
})
