import { fluidPresets, type FluidPresetName } from '../../../engine/index.ts'
import { choice, integer, law, real, type Resolved } from '../../definition.ts'

const presets = Object.keys(fluidPresets) as [FluidPresetName, ...FluidPresetName[]]

/** What the model takes; see the README for the table. */
export const parameters = {
  pattern: choice(['single', 'parking-lot', 'incast', 'all-to-all', 'dumbbell'], {
    default: 'single',
    doc: 'Which flows meet where: on one link; one long path and a short one on each of its links; all to one host; all to all; pairs across one link.',
  }),
  load: choice(['arrivals', 'batch'], {
    default: 'arrivals',
    doc: 'arrivals: flows come as a Poisson process, each on one of the routes; batch: all routes carry their flows from time 0 on.',
  }),
  width: integer({
    default: 4,
    unit: '1',
    min: 1,
    max: 1000,
    doc: 'Links of a parking lot; senders of an incast; hosts besides the first of all-to-all; pairs of a dumbbell.',
  }),
  flowRate: real({ default: 70, unit: '1/s', above: 0, doc: 'arrivals: flows per second, lambda.' }),
  flows: integer({
    default: 1,
    unit: 'flows',
    min: 1,
    doc: 'batch: flows on each route; of a parking lot, on each short one.',
  }),
  longFlows: integer({ default: 1, unit: 'flows', min: 1, doc: 'batch: flows on the long route of a parking lot.' }),
  size: law({ default: 'exponential(125kB)', unit: 'B', doc: 'Size of a flow.' }),
  rateLimit: real({ default: 0, unit: 'bit/s', min: 0, doc: 'Rate that a flow never exceeds, r; 0: no limit.' }),
  bandwidth: real({ default: '100Mbps', unit: 'bit/s', above: 0, doc: 'Bandwidth of the links, C.' }),
  otherBandwidth: real({
    default: '100Mbps',
    unit: 'bit/s',
    above: 0,
    doc: 'parking-lot: bandwidth of all links but the first. dumbbell: of the links between hosts and routers.',
  }),
  latency: real({ default: 0, unit: 's', min: 0, doc: 'Latency of each link, paid before a flow shares.' }),
  duplex: choice(['full', 'half'], {
    default: 'full',
    doc: 'half: both directions of a connection share one link, which matters to presets with cross-traffic.',
  }),
  preset: choice(presets, {
    default: 'max-min',
    doc: 'Rules of sharing: pure max-min, or with the factors of a TCP model.',
  }),
}

/** The parameters as the model receives them. */
export type Sharing = Resolved<typeof parameters>

/** What is wrong with the combination, if anything. */
export function parametersProblem(p: Sharing): string | undefined {
  return p.size.mean <= 0 || p.size.name === 'normal' || p.size.name === 'poisson'
    ? `size is ${String(p.size)}: expected a law of sizes > 0`
    : undefined
}

/** Rate limit of a flow with no limit as such, bit/s. */
export function limitOf({ rateLimit }: Sharing): number {
  return rateLimit === 0 ? Infinity : rateLimit
}
