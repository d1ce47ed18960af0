import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { boolean, choice, defineModel, integer, law, type Laws, real, type Resolved } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import {
  bulkWait,
  bulkWaitPreempted,
  kindOf,
  totalLoad,
  type TwoKinds,
  urgentWait,
  urgentWaitPreempting,
  waitInOrder,
} from './theory.ts'

const parameters = {
  channel: choice(['in-band', 'tcp-urgent', 'separate-port'], {
    default: 'separate-port',
    doc: 'in-band: urgent data go the way of all data; tcp-urgent: they do so on the wire, but the server looks at them first; separate-port: a connection and a thread of their own, with priority.',
  }),
  scheduling: choice(['non-preemptive', 'preemptive'], {
    default: 'non-preemptive',
    doc: 'Whether the server finishes the message at hand before urgent data, or interrupts and resumes it (in-band: neither).',
  }),
  wirePriority: boolean({
    default: false,
    doc: 'Whether the network, too, sends packets of the separate port first.',
  }),
  urgentRate: real({ default: 4, unit: '1/s', above: 0, doc: 'Urgent messages per second, Poisson, lambda_1.' }),
  bulkRate: real({ default: 76, unit: '1/s', min: 0, doc: 'Other messages per second, Poisson, lambda_2.' }),
  urgentService: law({ default: 'exponential(10ms)', unit: 's', doc: 'Time of the server for an urgent message.' }),
  bulkService: law({ default: 'exponential(10ms)', unit: 's', doc: 'Time of the server for another message.' }),
  urgentSize: integer({ default: '64B', unit: 'B', min: 0, doc: 'Size of an urgent message on the wire.' }),
  bulkSize: integer({ default: '1500B', unit: 'B', min: 0, doc: 'Size of another message on the wire.' }),
  bandwidth: real({
    default: 'unlimited',
    unit: 'bit/s',
    above: 0,
    unlimited: true,
    doc: 'Bandwidth of the wire, which both kinds share.',
  }),
  latency: real({ default: 0, unit: 's', min: 0, doc: 'Propagation delay.' }),
}

type Settings = Resolved<typeof parameters>

const atServer = (p: Settings): TwoKinds => ({
  urgent: kindOf(p.urgentRate, p.urgentService),
  bulk: kindOf(p.bulkRate, p.bulkService),
})

const onWire = (p: Settings): TwoKinds => ({
  urgent: { rate: p.urgentRate, mean: (p.urgentSize * 8) / p.bandwidth, variance: 0 },
  bulk: { rate: p.bulkRate, mean: (p.bulkSize * 8) / p.bandwidth, variance: 0 },
})

/** Behind a wire with queues, arrivals at the server are no Poisson process any more. */
const behindWire = (p: Settings): boolean => totalLoad(onWire(p)) > 0

function urgentServerWait(p: Settings): number | undefined {
  if (behindWire(p)) return undefined
  if (p.channel === 'in-band') return waitInOrder(atServer(p))
  return p.scheduling === 'preemptive' ? urgentWaitPreempting(atServer(p)) : urgentWait(atServer(p))
}

function bulkServerWait(p: Settings): number | undefined {
  if (behindWire(p) || p.bulkRate === 0) return undefined
  if (p.channel === 'in-band') return waitInOrder(atServer(p))
  return p.scheduling === 'preemptive' ? bulkWaitPreempted(atServer(p)) : bulkWait(atServer(p))
}

const goesFirst = (p: Settings): boolean => p.channel === 'separate-port' && p.wirePriority

/** Time from sending to the end of the service. */
const whole = (wait: number | undefined, p: Settings, service: number): number | undefined =>
  wait === undefined ? undefined : wait + p.latency + service

const laws: Laws<Settings, 'utilisation'> = {
  load: (p) => Math.max(totalLoad(atServer(p)), totalLoad(onWire(p))),
}

export default defineModel({
  name: 'servers/out-of-band',
  title: 'Urgent data: in band, by TCP urgent mode, by a port of their own',
  source: 'Cobham, Operations Research 2(1), 1954; Tanenbaum and van Steen, Distributed Systems (2007), section 3.4',
  parameters,
  metrics: {
    urgentDelay: { unit: 's', doc: 'Mean time from sending an urgent message until the server is done with it.' },
    bulkDelay: { unit: 's', doc: 'The same of other messages.' },
    p99UrgentDelay: { unit: 's', doc: '99th percentile of the delay of urgent messages.', quantile: 0.99 },
    urgentWait: { unit: 's', doc: 'Mean time that an urgent message is at the server and not worked on.' },
    bulkWait: { unit: 's', doc: 'The same of other messages.' },
    weightedWait: { unit: 's', doc: 'Mean of both, weighted by load: no order without interruption can change it.' },
    urgentWireWait: { unit: 's', doc: 'Mean time that an urgent message waits for the wire.' },
    bulkWireWait: { unit: 's', doc: 'The same of other messages.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of time that the server works.' },
  },
  laws,
  theory: {
    urgentDelay: (p) => whole(urgentServerWait(p), p, p.urgentService.mean),
    bulkDelay: (p) => whole(bulkServerWait(p), p, p.bulkService.mean),
    urgentWait: urgentServerWait,
    bulkWait: bulkServerWait,
    weightedWait: (p) =>
      behindWire(p) || p.bulkRate === 0 || (p.channel !== 'in-band' && p.scheduling === 'preemptive')
        ? undefined
        : waitInOrder(atServer(p)),
    // What takes no time on the wire does not wait for it either.
    urgentWireWait: (p) => {
      if (onWire(p).urgent.mean === 0) return 0
      return goesFirst(p) ? urgentWait(onWire(p)) : waitInOrder(onWire(p))
    },
    bulkWireWait: (p) => {
      if (p.bulkRate === 0) return undefined
      if (onWire(p).bulk.mean === 0) return 0
      return goesFirst(p) ? bulkWait(onWire(p)) : waitInOrder(onWire(p))
    },
    utilisation: (p) => {
      const load = totalLoad(atServer(p))
      return load < 1 && totalLoad(onWire(p)) < 1 ? load : undefined
    },
  },
  run: { warmUp: 10, horizon: 210, replications: 10 },
  check: ({ urgentService, bulkService }) => durationProblem({ urgentService, bulkService }),
  build(sim, p) {
    const first = p.channel !== 'in-band'
    const wire = new Resource(sim, { name: 'wire', capacity: 1, discipline: goesFirst(p) ? 'priority' : 'fifo' })
    const server = new Resource(sim, {
      name: 'server',
      capacity: 1,
      discipline: !first ? 'fifo' : p.scheduling === 'preemptive' ? 'preemptive' : 'priority',
    })

    const kinds = (['urgent', 'bulk'] as const).map((name, priority) => {
      const [rate, service, size] =
        name === 'urgent' ? [p.urgentRate, p.urgentService, p.urgentSize] : [p.bulkRate, p.bulkService, p.bulkSize]
      const seen = {
        delay: sim.tally(`${name} delay`),
        delays: sim.quantiles(`${name} delay`),
        wait: sim.tally(`${name} wait`),
        wireWait: sim.tally(`${name} wire wait`),
      }
      const interarrival = sim.stream(`${name} interarrival`)
      const services = sim.stream(`${name} service`)
      const transmission = (size * 8) / p.bandwidth

      function* message(work: number): ProcessBody {
        const sentAt = sim.now
        const waited = transmission > 0 ? (yield* wire.serve(transmission, { priority })).waited : 0
        seen.wireWait.record(waited)
        if (p.latency > 0) yield* sim.delay(p.latency)
        const served = yield* server.serve(work, { priority })
        seen.wait.record(served.waited)
        seen.delay.record(sim.now - sentAt)
        seen.delays.record(sim.now - sentAt)
      }

      const arrive = (): void => {
        sim.spawn(message(service.sample(services)))
        sim.schedule(interarrival.exponential(1 / rate), arrive)
      }
      if (rate > 0) sim.schedule(interarrival.exponential(1 / rate), arrive)
      return seen
    })

    return () => {
      const [urgent, bulk] = kinds as [(typeof kinds)[0], (typeof kinds)[0]]
      const [urgentLoad, bulkLoad] = [p.urgentRate * p.urgentService.mean, p.bulkRate * p.bulkService.mean]
      return {
        urgentDelay: urgent.delay.mean,
        bulkDelay: bulk.delay.mean,
        p99UrgentDelay: urgent.delays,
        urgentWait: urgent.wait.mean,
        bulkWait: bulk.wait.mean,
        weightedWait: (urgentLoad * urgent.wait.mean + bulkLoad * bulk.wait.mean) / (urgentLoad + bulkLoad),
        urgentWireWait: urgent.wireWait.mean,
        bulkWireWait: bulk.wireWait.mean,
        utilisation: server.busy.mean,
      }
    }
  },
})
