/** Who belongs to which cluster. Peers of low numbers are super-peers: `partners` of each cluster, then come the clients. */
export interface Clusters {
  readonly peers: number
  readonly count: number
  /** Super-peers of each cluster that share its work. */
  readonly partners: number
  /** Cluster of each peer, -1 for one that has crashed. */
  readonly cluster: Int32Array
  isSuperPeer(peer: number): boolean
}

/** Clusters of equal size, but for a peer more in some when they do not come out even. */
export function equalClusters(peers: number, count: number, partners: number): Clusters {
  const cluster = new Int32Array(peers)
  for (let peer = 0; peer < peers; peer++) cluster[peer] = peer % count
  return {
    peers,
    count,
    partners,
    cluster,
    isSuperPeer: (peer) => peer < count * partners,
  }
}

/** Clusters that so many peers form when a cluster has so many, its super-peers among them. */
export function clusterCount(p: { peers: number; clusterSize: number }): number {
  return Math.max(1, Math.round(p.peers / p.clusterSize))
}
