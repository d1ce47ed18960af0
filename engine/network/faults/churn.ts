import type { RandomStream } from '../../random/stream.ts'
import type { Arrival } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import { draw } from './draw.ts'
import type { ChurnFault, TraceFault } from './fault.ts'
import type { Machines } from './machines.ts'

/**
 * Up to so many hosts have a random stream each, so that a host meets the same sessions whatever the others do; the hosts
 * of a larger entry share one stream, because a stream takes about a kilobyte.
 */
export const MOST_STREAMS = 65_536

/**
 * Has hosts come and go, each an alternating renewal process of its own.
 * @param at when it begins, seconds
 * @param intensity divides the times up
 * @param label name of the random streams, before the number of the host
 */
export function installChurn(
  machines: Machines,
  fault: ChurnFault,
  at: number,
  intensity: number,
  label: string,
): void {
  const { sim, count } = machines
  const churn: Churn = { machines, fault, intensity, until: at + (fault.for ?? Infinity) }
  const hosts = fault.hosts === 'all' ? count : fault.hosts.length
  const shared = hosts > MOST_STREAMS ? sim.stream(label) : undefined
  for (let i = 0; i < hosts; i++) {
    const host = fault.hosts === 'all' ? i : fault.hosts[i]!
    new Sessions(churn, host, shared ?? sim.stream(`${label}.${host}`)).start(at)
  }
}

/** What the hosts of an entry have in common. */
interface Churn {
  readonly machines: Machines
  readonly fault: ChurnFault
  readonly intensity: number
  /** When it ends, seconds. */
  readonly until: number
}

/** The comings and goings of one host: one object, its own event, for all of them. */
class Sessions implements Arrival {
  private readonly churn: Churn
  private readonly host: number
  private readonly stream: RandomStream
  private up = true

  constructor(churn: Churn, host: number, stream: RandomStream) {
    this.churn = churn
    this.host = host
    this.stream = stream
  }

  start(at: number): void {
    this.after(at - this.churn.machines.sim.now + this.session())
  }

  arrive(): void {
    const { machines, fault } = this.churn
    this.up = !this.up
    if (this.up) {
      machines.restart(this.host)
      this.after(this.session())
    } else {
      machines.crash(this.host)
      this.after(draw(fault.down, this.stream))
    }
  }

  private session(): number {
    return draw(this.churn.fault.up, this.stream) / this.churn.intensity
  }

  private after(delay: number): void {
    const { machines, until } = this.churn
    const { sim } = machines
    const rest = until - sim.now
    if (delay < rest) sim.schedule(delay, this, Order.before)
    // Churn ends before that: a host that is up stays up, one that is down comes up then.
    else if (!this.up && rest < Infinity) sim.scheduleAt(until, () => machines.restart(this.host), Order.before)
  }
}

/**
 * Replays recorded outages.
 * @param intensity multiplies their lengths; those that run into the next one merge with it
 */
export function installTrace(machines: Machines, { outages }: TraceFault, intensity: number): void {
  const { now } = machines.sim
  const byHost = new Map<number, number[]>()
  for (const [host, down, up] of outages.toSorted((a, b) => a[1] - b[1])) {
    const end = down + (up - down) * intensity
    let times = byHost.get(host)
    if (times === undefined) byHost.set(host, (times = []))
    if (times.length > 0 && down <= times.at(-1)!) times[times.length - 1] = Math.max(times.at(-1)!, end)
    else times.push(down, end)
  }
  for (const [host, times] of byHost) new Replay(machines, host, times).start(now)
}

/** The outages of one host, one after the other. */
class Replay {
  private readonly machines: Machines
  private readonly host: number
  /** Down, up, down, up..., ascending. */
  private readonly times: readonly number[]
  private next = 0

  constructor(machines: Machines, host: number, times: readonly number[]) {
    this.machines = machines
    this.host = host
    this.times = times
  }

  start(now: number): void {
    // What was over before the faults were installed did not happen here.
    while (this.next < this.times.length && this.times[this.next + 1]! <= now) this.next += 2
    this.schedule()
  }

  private schedule(): void {
    const { sim } = this.machines
    const time = this.times[this.next]
    // One closure for all outages of the host.
    if (time !== undefined && time < Infinity) sim.scheduleAt(Math.max(time, sim.now), this.step, Order.before)
  }

  private readonly step = (): void => {
    if (this.next++ % 2 === 0) this.machines.crash(this.host)
    else this.machines.restart(this.host)
    this.schedule()
  }
}
