import { type Law, type ProcessBody, Resource, type Simulation, type TimeWeighted } from '../../../engine/index.ts'
import { defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import { correlation, emptyProbability, load, meanAt, meanCustomers, type Tandem } from './theory.ts'

const names = ['first', 'second', 'third'] as const

const service = (place: string, mean: string) =>
  law({ default: `exponential(${mean})`, unit: 's', doc: `Law of the service time at the ${place} station.` })
const servers = (place: string) =>
  integer({ default: 1, unit: 'servers', min: 1, max: 150, doc: `Servers of the ${place} station.` })

interface Given {
  readonly arrivalRate: number
  readonly feedback: number
  readonly firstService: Law
  readonly secondService: Law
  readonly thirdService: Law
  readonly firstServers: number
  readonly secondServers: number
  readonly thirdServers: number
}

const tandemOf = (p: Given): Tandem => ({
  arrivalRate: p.arrivalRate,
  feedback: p.feedback,
  stations: [
    { service: p.firstService, servers: p.firstServers },
    { service: p.secondService, servers: p.secondServers },
    { service: p.thirdService, servers: p.thirdServers },
  ],
})

export default defineModel({
  name: 'queueing/tandem',
  title: 'Three stations in a row: an open Jackson network',
  source: 'Jackson, Operations Research 5(4), 1957',
  parameters: {
    arrivalRate: real({ default: 5, unit: '1/s', above: 0, doc: 'Poisson arrival rate from outside, lambda.' }),
    firstService: service('first', '100ms'),
    secondService: service('second', '150ms'),
    thirdService: service('third', '50ms'),
    firstServers: servers('first'),
    secondServers: servers('second'),
    thirdServers: servers('third'),
    feedback: real({
      default: 0,
      unit: '1',
      min: 0,
      below: 1,
      doc: 'Probability that a customer starts over at the first station after the last.',
    }),
  },
  metrics: {
    meanCustomers: { unit: 'customers', doc: 'Time-average number in the network, L.' },
    firstCustomers: { unit: 'customers', doc: 'Time-average number at the first station, waiting or served.' },
    secondCustomers: { unit: 'customers', doc: 'Time-average number at the second station.' },
    thirdCustomers: { unit: 'customers', doc: 'Time-average number at the third station.' },
    meanTimeInSystem: { unit: 's', doc: 'Mean time from arrival to leaving for good, W.' },
    throughput: { unit: '1/s', doc: 'Customers that leave for good per second.' },
    emptyProbability: { unit: '1', doc: 'Fraction of the time in which nobody is in the network.' },
    correlation: { unit: '1', doc: 'Correlation over time of the numbers at the first and the second station.' },
    bottleneckUtilisation: {
      unit: '1',
      doc: 'Time-average fraction of busy servers at the station that is offered the highest load.',
    },
  },
  theory: {
    meanCustomers: (p) => meanCustomers(tandemOf(p)),
    firstCustomers: (p) => meanAt(tandemOf(p), 0),
    secondCustomers: (p) => meanAt(tandemOf(p), 1),
    thirdCustomers: (p) => meanAt(tandemOf(p), 2),
    meanTimeInSystem: (p) => {
      const customers = meanCustomers(tandemOf(p))
      return customers === undefined ? undefined : customers / p.arrivalRate
    },
    throughput: (p) => (loads(p).every((each) => each < 1) ? p.arrivalRate : undefined),
    emptyProbability: (p) => emptyProbability(tandemOf(p)),
    correlation: (p) => correlation(tandemOf(p)),
    bottleneckUtilisation: (p) => (loads(p).every((each) => each < 1) ? Math.max(...loads(p)) : undefined),
  },
  laws: {
    load: (p) => Math.max(...loads(p)),
    little: [{ number: 'meanCustomers', rate: 'throughput', time: 'meanTimeInSystem' }],
    flow: [{ arrivals: (p) => p.arrivalRate, departures: 'throughput' }],
  },
  run: { warmUp: 50, horizon: 1050, replications: 10 },
  check: ({ firstService, secondService, thirdService }) =>
    durationProblem({ firstService, secondService, thirdService }),
  build(sim, p) {
    const tandem = tandemOf(p)
    const busiest = loads(p).indexOf(Math.max(...loads(p)))
    const interarrival = sim.stream('interarrival')
    const again = sim.stream('feedback')
    const services = names.map((name) => sim.stream(`${name} service`))
    const stations = tandem.stations.map(
      (station, i) => new Resource(sim, { name: `${names[i]!} station`, capacity: station.servers }),
    )
    const census = new Census(sim)
    const timeInSystem = sim.tally('time in system')
    const departures = sim.counter('departures')

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      do {
        for (let i = 0; i < stations.length; i++) {
          census.move(i, 1)
          yield* stations[i]!.serve(tandem.stations[i]!.service.sample(services[i]!))
          census.move(i, -1)
        }
      } while (p.feedback > 0 && again.bernoulli(p.feedback))
      timeInSystem.record(sim.now - arrivedAt)
      departures.increment()
    }

    sim.spawn(source())
    return () => ({
      meanCustomers: census.at.reduce((sum, { mean }) => sum + mean, 0),
      firstCustomers: census.at[0]!.mean,
      secondCustomers: census.at[1]!.mean,
      thirdCustomers: census.at[2]!.mean,
      meanTimeInSystem: timeInSystem.mean,
      throughput: departures.rate,
      emptyProbability: census.empty.mean,
      correlation: census.correlation(),
      // The largest of several means would be above all of their expectations.
      bottleneckUtilisation: stations[busiest]!.busy.mean / tandem.stations[busiest]!.servers,
    })
  },
})

function loads(p: Given): number[] {
  return names.map((_, i) => load(tandemOf(p), i))
}

/** How many are where, and how the numbers at the first two stations go together. */
class Census {
  readonly at: readonly TimeWeighted[]
  /** 1 while nobody is in the network. */
  readonly empty: TimeWeighted
  private readonly squares: readonly TimeWeighted[]
  private readonly product: TimeWeighted

  constructor(sim: Simulation) {
    this.at = names.map((name) => sim.timeWeighted(`at ${name} station`))
    this.squares = names.map((name) => sim.timeWeighted(`square at ${name} station`))
    this.product = sim.timeWeighted('product of first and second')
    this.empty = sim.timeWeighted('empty', 1)
  }

  /** Somebody comes to a station (1) or leaves it (-1). */
  move(station: number, change: 1 | -1): void {
    const { at, squares } = this
    at[station]!.add(change)
    squares[station]!.set(at[station]!.level * at[station]!.level)
    this.product.set(at[0]!.level * at[1]!.level)
    this.empty.set(at.every(({ level }) => level === 0) ? 1 : 0)
  }

  /** Correlation over time of the numbers at the first two stations; undefined where one of them does not vary. */
  correlation(): number | undefined {
    const [first, second] = this.at.map(({ mean }) => mean) as [number, number]
    const [firstSquare, secondSquare] = this.squares.map(({ mean }) => mean) as [number, number]
    const variances = (firstSquare - first * first) * (secondSquare - second * second)
    return variances > 0 ? (this.product.mean - first * second) / Math.sqrt(variances) : undefined
  }
}
