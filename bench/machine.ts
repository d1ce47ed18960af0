import { cpus, loadavg } from 'node:os'

/** What figures depend on; they are comparable only where it is the same. */
export interface Machine {
  node: string
  v8: string
  arch: string
  cpu: string
  cores: number
  /** Load average over the last minute: above the number of cores, others were at work. */
  load: number
}

export function machine(): Machine {
  return {
    node: process.version,
    v8: process.versions.v8,
    arch: process.arch,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: Math.round(loadavg()[0]! * 10) / 10,
  }
}
