import type { Topology } from './topology.ts'

/** The links that end at host h are `links[starts[h]]` to `links[starts[h + 1] - 1]`, by id. */
export interface IncomingLinks {
  readonly links: Int32Array
  readonly starts: Int32Array
}

/** The links that end at each host, those of `outgoing` the other way round. */
export function incomingOf(topology: Topology): IncomingLinks {
  const links = new Int32Array(topology.outgoing.length)
  const starts = new Int32Array(topology.hosts + 1)
  for (const link of topology.outgoing) starts[topology.to[link]! + 1]!++
  for (let host = 0; host < topology.hosts; host++) starts[host + 1]! += starts[host]!
  const next = starts.slice()
  for (let link = 0; link < topology.links; link++) if (topology.has(link)) links[next[topology.to[link]!]!++] = link
  return { links, starts }
}

/** Whether every host can be reached from every other. */
export function isConnected(topology: Topology): boolean {
  const { outgoing, outgoingStart, to, from, hosts } = topology
  if (reached(hosts, outgoing, outgoingStart, to) < hosts) return false
  const { links, starts } = incomingOf(topology)
  return reached(hosts, links, starts, from) === hosts
}

/** Number of hosts reached from host 0, over the links given to the ends given. */
function reached(hosts: number, links: Int32Array, starts: Int32Array, ends: Int32Array): number {
  const seen = new Uint8Array(hosts)
  const stack = new Int32Array(hosts)
  let [top, count] = [1, 1]
  seen[0] = 1
  while (top > 0) {
    const host = stack[--top]!
    for (let i = starts[host]!; i < starts[host + 1]!; i++) {
      const other = ends[links[i]!]!
      if (seen[other] === 1) continue
      seen[other] = 1
      count++
      stack[top++] = other
    }
  }
  return count
}
