import type { RandomStream } from '../../random/stream.ts'
import type { TopologyBuilder } from './builder.ts'

/**
 * Makes a graph connected: each part but that of host 0, in order of its smallest host, gets one connection from that
 * host to one drawn among all hosts of the parts before it. Draws nothing when the graph is connected.
 */
export function joinComponents(
  builder: TopologyBuilder,
  stream: RandomStream,
  connect: (a: number, b: number) => void,
): void {
  const { hosts } = builder
  const smallest = smallestOfComponent(builder)
  // Hosts by part, parts in order of their smallest host.
  const starts = new Int32Array(hosts + 1)
  for (let host = 0; host < hosts; host++) starts[smallest[host]! + 1]!++
  for (let host = 0; host < hosts; host++) starts[host + 1]! += starts[host]!
  const members = new Int32Array(hosts)
  const next = starts.slice()
  for (let host = 0; host < hosts; host++) members[next[smallest[host]!]!++] = host
  for (let host = 1; host < hosts; host++)
    if (smallest[host] === host) connect(members[stream.integer(0, starts[host]! - 1)]!, host)
}

/** For each host the smallest host that it is joined to, over any number of connections. */
function smallestOfComponent(builder: TopologyBuilder): Int32Array {
  const parent = Int32Array.from({ length: builder.hosts }, (_, host) => host)
  const root = (host: number): number => {
    let at = host
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (let link = 0; link < 2 * builder.size; link += 2) {
    const [a, b] = [root(builder.endOf(link)), root(builder.endOf(link + 1))]
    // The smaller becomes the root, so that the root is the smallest of all.
    if (a < b) parent[b] = a
    else parent[a] = b
  }
  return parent.map((_, host) => root(host))
}
