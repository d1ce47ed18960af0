import { type ProcessBody, Resource, type Simulation, type Tally } from '../../../engine/index.ts'
import { type Costs, costsOf } from './costs.ts'
import { Binding, Wires } from './network.ts'
import type { Settings } from './parameters.ts'

/** The random parts of one call, s, drawn when it is made. */
export interface Call {
  readonly madeAt: number
  readonly clientStub: number
  readonly serial: number
  readonly serverStub: number
  readonly procedure: number
  readonly clientReturn: number
}

/** Both machines and what lies between them: the way of a call from the stub of the client and back. */
export class Exchange {
  readonly clientCpus: Resource
  readonly serverCpus: Resource
  readonly binding: Binding
  /** Time from making a call to having its results, s. */
  readonly duration: Tally
  /** Time to transmit the request that is served and its reply, waits for the wire included, s. */
  readonly onWires: Tally
  /** Duration of the first call of the run, s; NaN before it is over. */
  first = NaN
  private readonly sim: Simulation
  private readonly p: Settings
  private readonly costs: Costs
  private readonly serial: Resource
  private readonly wires: Wires
  private readonly draw: () => Call
  private made = 0

  constructor(sim: Simulation, p: Settings) {
    this.sim = sim
    this.p = p
    this.costs = costsOf(p)
    this.clientCpus = new Resource(sim, { name: 'client CPUs', capacity: p.clientCpus })
    this.serverCpus = new Resource(sim, { name: 'server CPUs', capacity: p.serverCpus })
    this.serial = new Resource(sim, { name: 'serial part', capacity: 1 })
    this.wires = new Wires(sim, p)
    this.binding = new Binding(sim, p)
    this.duration = sim.tally('call')
    this.onWires = sim.tally('wires')
    const [clientStub, serial, serverStub, procedure, clientReturn] = [
      sim.stream('client stub'),
      sim.stream('serial work'),
      sim.stream('server stub'),
      sim.stream('procedure'),
      sim.stream('client return'),
    ]
    this.draw = () => ({
      madeAt: sim.now,
      clientStub: p.clientStub.sample(clientStub),
      serial: p.serialWork.sample(serial),
      serverStub: p.serverStub.sample(serverStub),
      procedure: p.procedure.sample(procedure),
      clientReturn: p.clientReturn.sample(clientReturn),
    })
  }

  /** The client stub: the caller itself marshals the arguments. */
  *make(): ProcessBody<Call & { readonly number: number }> {
    const call = { ...this.draw(), number: this.made++ }
    yield* this.work(this.clientCpus, call.clientStub + this.costs.marshalArguments + this.costs.copy)
    return call
  }

  /** All that comes after the stub, until the results are there. `left` is told when the request is on its way. */
  *finish(call: Call & { readonly number: number }, left?: () => void): ProcessBody {
    const { p, costs } = this
    if (call.serial > 0) {
      using _alone = yield* this.serial.acquire()
      yield* this.work(this.clientCpus, call.serial)
    }
    const requested = yield* this.send(left)
    yield* this.work(this.serverCpus, call.serverStub + costs.serverData + call.procedure)
    const replying = this.sim.now
    yield* this.wires.reply(p.resultWords * p.wordSize)
    this.onWires.record(requested + this.sim.now - replying)
    yield* this.wires.arrives()
    yield* this.work(this.clientCpus, call.clientReturn + costs.unmarshalResults)
    const took = this.sim.now - call.madeAt
    this.duration.record(took)
    if (call.number === 0) this.first = took
  }

  /**
   * Gets the request to the port where the server listens, which may take look-ups and rejected tries.
   * @returns time that the last try took to be transmitted, s
   */
  private *send(left: (() => void) | undefined): ProcessBody<number> {
    const { binding, wires, p } = this
    for (;;) {
      const port = binding.knownPort ?? (yield* this.lookUp())
      if (!p.cached && p.binding === 'portmapper') binding.remember(undefined)
      const requesting = this.sim.now
      yield* wires.request(p.argumentWords * p.wordSize)
      const transmission = this.sim.now - requesting
      left?.()
      left = undefined
      yield* wires.arrives()
      if (binding.isCurrent(port)) return transmission
      yield* wires.reply(0)
      yield* wires.arrives()
      if (binding.knownPort === port) binding.remember(undefined)
    }
  }

  private *lookUp(): ProcessBody<number> {
    const { binding, wires, p } = this
    yield* wires.request(0)
    yield* wires.arrives()
    yield* this.sim.delay(p.lookupTime)
    const port = binding.current()
    yield* wires.reply(0)
    yield* wires.arrives()
    binding.remember(port)
    return port
  }

  private *work(cpus: Resource, seconds: number): ProcessBody {
    if (seconds > 0) yield* cpus.serve(seconds)
  }
}
