import { FluidNetwork, routingOf } from '../../../engine/index.ts'
import { defineModel } from '../../definition.ts'
import { Flows } from './flows.ts'
import { parameters, parametersProblem } from './parameters.ts'
import { patternOf } from './pattern.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'network/fair-sharing',
  title: 'Max-min fair sharing of links by flows',
  source: 'Bertsekas and Gallager, Data Networks (2nd ed. 1992), section 6.5.2; Massoulie and Roberts, INFOCOM 1999',
  parameters,
  metrics: {
    meanTransferTime: { unit: 's', doc: 'Mean time from start to end of a flow.' },
    slowdown: { unit: '1', doc: 'Mean over flows of their time without latency over what it would be alone.' },
    meanFlows: { unit: 'flows', doc: 'Time-average number of flows in progress.' },
    utilisation: { unit: '1', doc: 'Fraction of the bandwidth in use of the link that most flows share.' },
    shortRate: { unit: 'bit/s', doc: 'batch: mean rate of the flows on short routes while all are there.' },
    longRate: { unit: 'bit/s', doc: 'batch: mean rate of the flows on the long route of a parking lot.' },
    fairness: { unit: '1', doc: "batch: Jain's index of the rates while all are there, (sum x)^2 / (n sum x^2)." },
    makespan: { unit: 's', doc: 'batch: when the last flow ends.' },
  },
  theory: {
    meanTransferTime: theory.meanTransferTime,
    slowdown: theory.slowdown,
    meanFlows: theory.meanFlows,
    utilisation: theory.utilisation,
    shortRate: theory.shortRate,
    longRate: theory.longRate,
  },
  run: { horizon: 100, replications: 10 },
  check: parametersProblem,
  build(sim, p) {
    const { topology, routes, bottleneck } = patternOf(p)
    const routing = routingOf(topology)
    const network = FluidNetwork.of(sim, topology, { routing, duplex: p.duplex, preset: p.preset })
    const flows = new Flows(sim, network, routing, p)
    if (p.load === 'batch') flows.startAll(routes)
    else {
      const interarrival = sim.stream('interarrival')
      const route = sim.stream('route')
      const next = (): void => {
        flows.start(routes[routes.length === 1 ? 0 : route.integer(0, routes.length - 1)]!)
        sim.schedule(interarrival.exponential(1 / p.flowRate), next)
      }
      sim.schedule(interarrival.exponential(1 / p.flowRate), next)
    }
    const watched = p.duplex === 'half' ? bottleneck & ~1 : bottleneck
    return () => ({
      meanTransferTime: flows.time.mean,
      slowdown: flows.slowdown.mean,
      meanFlows: flows.inProgress.mean,
      utilisation: network.utilisation(watched),
      shortRate: flows.rates.short,
      longRate: flows.rates.long,
      fairness: flows.rates.fairness,
      makespan: flows.makespan,
    })
  },
})
