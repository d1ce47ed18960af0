import type { Metrics } from './metric.ts'
import type { Remark } from './remarks.ts'

/**
 * Relations between the responses of a run that hold whatever its arrivals and services look like, as long as what
 * arrives also leaves. A model names the metrics that they relate; every run is then held against them.
 */
export interface Laws<P, Name extends string> {
  /** Work that arrives over work that can be done: from 1 on nothing settles, and steady-state metrics have no value. */
  load?(p: P): number
  /** Little's law: number = rate x time, all of the same customers. */
  readonly little?: readonly {
    /** Time-average number of customers at some place. */
    readonly number: Name
    /** Customers per second through that place, 1/s. */
    readonly rate: Name
    /** Mean time of a customer there, s. */
    readonly time: Name
  }[]
  /** Utilisation law: busy fraction = rate x mean service time / servers. */
  readonly utilisation?: readonly {
    /** Time-average fraction of busy servers, from 0 to 1. */
    readonly utilisation: Name
    /** Services per second, 1/s. */
    readonly rate: Name
    /** Mean service time, s, of a law whose standard deviation is at most its mean. */
    serviceTime(p: P): number
    servers(p: P): number
  }[]
  /** Flow balance: as many leave as arrive. */
  readonly flow?: readonly {
    /** Arrivals per second, 1/s. */
    arrivals(p: P): number
    /** Departures per second, 1/s. */
    readonly departures: Name
  }[]
}

/** Part of a law's value by which a run may miss it without any reason. */
const slack = 0.02
/** Standard errors of a count or of a mean service time that chance may take. */
const errors = 5
/** Mean times in the system's place, relative to the window, that customers at its two ends may be off by. */
const ends = 10

type Values = Readonly<Record<string, number | null>>

/**
 * Remarks on a run that breaks the laws of its model. A run of finite length keeps a law only nearly: customers who are
 * there at an end of the window count on one side of it alone, and services and arrivals are a sample. A law is broken
 * when its sides differ by more than 2 % + 5 / sqrt(customers) + 10 x (mean time / window) of the larger; a run with
 * few customers can therefore break none.
 * @param window measured time, s
 * @source Little, A proof for the queuing formula L = lambda W, Operations Research 9 (1961); Denning and Buzen, The
 *   operational analysis of queueing network models, ACM Computing Surveys 10 (1978), for the utilisation law and flow balance.
 */
export function brokenLaws<P>(laws: Laws<P, string>, p: P, responses: Values, window: number): Remark[] {
  const load = laws.load?.(p)
  if (load !== undefined && load >= 1) return [unstable(load)]
  const { little = [], utilisation = [], flow = [] } = laws
  const value = (name: string): number => responses[name] ?? NaN
  const remarks: (Remark | undefined)[] = [
    ...little.map(({ number, rate, time }) => {
      const sides = { left: value(number), right: value(rate) * value(time) }
      const tolerance = slack + errors / Math.sqrt(value(rate) * window) + (ends * value(time)) / window
      return breach("Little's law", `${number} = ${rate} x ${time}`, sides, tolerance)
    }),
    ...utilisation.map((law) => {
      const busy = (value(law.rate) * law.serviceTime(p)) / law.servers(p)
      const tolerance = slack + errors / Math.sqrt(value(law.rate) * window)
      const text = `${law.utilisation} = ${law.rate} x service time / servers`
      return breach('utilisation law', text, { left: value(law.utilisation), right: busy }, tolerance)
    }),
    ...flow.map(({ arrivals, departures }) => {
      const rate = arrivals(p)
      const tolerance = slack + errors / Math.sqrt(rate * window)
      return breach('flow balance', `${departures} = arrivals`, { left: value(departures), right: rate }, tolerance)
    }),
  ]
  return remarks.filter((remark) => remark !== undefined)
}

/** What is wrong with the names in the laws of a model. */
export function lawProblems(laws: Laws<never, string>, metrics: Metrics): string[] {
  const { little = [], utilisation = [], flow = [] } = laws
  const used: [string, string][] = [
    ...little.flatMap(({ number, rate, time }) =>
      [number, rate, time].map((name): [string, string] => ['little', name]),
    ),
    ...utilisation.flatMap((law) => [law.utilisation, law.rate].map((name): [string, string] => ['utilisation', name])),
    ...flow.map(({ departures }): [string, string] => ['flow', departures]),
  ]
  return used
    .filter(([, name]) => !Object.hasOwn(metrics, name))
    .map(([law, name]) => `laws.${law}: there is no metric "${name}".`)
}

function breach(
  law: string,
  text: string,
  { left, right }: { left: number; right: number },
  tolerance: number,
): Remark | undefined {
  const difference = Math.abs(left - right)
  // A missing response is NaN, and NaN breaks no law.
  if (!(difference > tolerance * Math.max(Math.abs(left), Math.abs(right)))) return undefined
  const figures = `${short(left)} against ${short(right)}, more than ${short(100 * tolerance)} % apart`
  return {
    kind: 'law',
    subject: `${law} ${text}`,
    text: `The run breaks the ${law}, ${text}: ${figures}. Is it too short, still warming up or overloaded, or is a statistic wrong?`,
  }
}

function unstable(load: number): Remark {
  const text = `The offered load is ${short(load)}: at 1 and above more arrives than can be served, and no steady state exists. Metrics without a limit have no estimate.`
  return { kind: 'unstable', subject: 'offered load', text }
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)))
}
