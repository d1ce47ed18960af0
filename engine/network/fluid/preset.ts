import { SimulationError } from '../../errors.ts'

/** By what rules flows share links; results name it. */
export interface FluidPreset {
  /** For records and reports. */
  readonly name: string
  /** A flow waits this many times the latency of its route before it takes part in the sharing; >= 0. */
  readonly latencyFactor: number
  /** Payload per byte on the wire, in (0, 1]: headers take the rest. */
  readonly bandwidthFactor: number
  /** Fraction of its rate that a flow also uses on the links of the way back, for acknowledgements; in [0, 1). */
  readonly crossTraffic: number
  /** A flow's rate is at most this over twice the latency of its route: a TCP window, bytes; Infinity: no window. */
  readonly window: number
  /**
   * Flows on a full link have rates in proportion to their weights (`equal`), or to weight / (latency of the route + sum
   * of `weightS` / bandwidth of its links), as TCP's unfairness by round-trip time (`round trip`; without latency the
   * divisor is 1).
   */
  readonly sharing: 'equal' | 'round trip'
  /** Bytes that a byte per second of each link's bandwidth delays like latency, >= 0; for `round trip`. */
  readonly weightS: number
  /**
   * A fat pipe caps each flow by itself (`each`), or stops all when the fastest is at the cap (`largest`, as SimGrid
   * does). They differ where weights differ.
   */
  readonly fatPipe: 'each' | 'largest'
}

/** @source SimGrid 3.32, network models CM02 and LV08; Velho and Legrand, SIMUTools 2009, for the factors of LV08. */
const simgrid = {
  latencyFactor: 1,
  bandwidthFactor: 1,
  crossTraffic: 0.05,
  window: 4_194_304,
  sharing: 'round trip',
  weightS: 0,
  fatPipe: 'largest',
} as const

/** The rules that have a name. */
export const fluidPresets = {
  /** Weighted max-min sharing and nothing else: the default. */
  'max-min': {
    name: 'max-min',
    latencyFactor: 1,
    bandwidthFactor: 1,
    crossTraffic: 0,
    window: Infinity,
    sharing: 'equal',
    weightS: 0,
    fatPipe: 'each',
  },
  /** Max-min sharing with weights of 1 / latency: SimGrid's CM02 without its TCP factors. */
  'round-trip': { ...simgrid, name: 'round-trip', crossTraffic: 0, window: Infinity },
  /** SimGrid's CM02: shares as 1 / latency, a TCP window, cross-traffic. */
  'tcp-cm02': { ...simgrid, name: 'tcp-cm02' },
  /** SimGrid's default LV08: as CM02, with factors fitted to packet-level simulations of TCP. */
  'tcp-lv08': { ...simgrid, name: 'tcp-lv08', latencyFactor: 13.01, bandwidthFactor: 0.97, weightS: 20_537 },
} as const satisfies Record<string, FluidPreset>

/** Name of a preset. */
export type FluidPresetName = keyof typeof fluidPresets

/** @throws SimulationError when there is none of that name, or a number of it is out of its range */
export function findPreset(preset: FluidPresetName | FluidPreset): FluidPreset {
  if (typeof preset === 'string') {
    const found: FluidPreset | undefined = Object.hasOwn(fluidPresets, preset) ? fluidPresets[preset] : undefined
    if (found !== undefined) return found
    const known = Object.keys(fluidPresets).join(', ')
    throw new SimulationError(`There is no fluid preset "${String(preset)}": expected one of ${known}, or its rules.`)
  }
  const { latencyFactor, bandwidthFactor, crossTraffic, window, weightS } = preset
  const require = (option: string, value: number, holds: boolean, expected: string): void => {
    if (holds) return
    throw new SimulationError(`Fluid preset "${preset.name}", ${option} = ${value}: expected ${expected}.`)
  }
  require('latencyFactor', latencyFactor, latencyFactor >= 0 && latencyFactor < Infinity, 'a finite number >= 0')
  require('bandwidthFactor', bandwidthFactor, bandwidthFactor > 0 && bandwidthFactor <= 1, 'a number in (0, 1]')
  require('crossTraffic', crossTraffic, crossTraffic >= 0 && crossTraffic < 1, 'a number in [0, 1)')
  require('window', window, window > 0, 'a number of bytes > 0, or Infinity')
  require('weightS', weightS, weightS >= 0 && weightS < Infinity, 'a finite number of bytes >= 0')
  return preset
}
