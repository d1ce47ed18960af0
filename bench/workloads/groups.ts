import type { Workload } from './workload.ts'

type Group = { readonly workloads: readonly Workload[] }

/**
 * Loaded one by one, so that a revision of the engine without what one group needs can still be compared in the others.
 */
const groups: Readonly<Record<string, () => Promise<Group>>> = {
  hold: () => import('./hold.ts'),
  mm1: () => import('./mm1.ts'),
  process: () => import('./process.ts'),
  signal: () => import('./signal.ts'),
  timeout: () => import('./timeout.ts'),
  link: () => import('./link.ts'),
  random: () => import('./random.ts'),
  monitor: () => import('./monitor.ts'),
  fluid: () => import('./fluid.ts'),
  'latency-network': () => import('./latency-network.ts'),
}

/** All workloads, group by group. */
export async function allWorkloads(): Promise<Workload[]> {
  const loaded = await Promise.all(Object.values(groups).map((load) => load()))
  return loaded.flatMap(({ workloads }) => workloads)
}

/** @throws Error when there is none of that name, or the engine lacks what it needs */
export async function findWorkload(name: string): Promise<Workload> {
  const load = groups[name.split('/')[0]!]
  const found = (await load?.())?.workloads.find((workload) => workload.name === name)
  if (found === undefined) throw new Error(`There is no workload "${name}".`)
  return found
}
