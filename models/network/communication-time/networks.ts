/** A path between a client and a server. */
export interface Path {
  /** Bandwidth of each link, bit/s. */
  readonly bandwidth: number
  /** Propagation delay of each link, s. */
  readonly latency: number
  readonly hops: number
  /** Largest packet, header included, bytes. */
  readonly mtu: number
}

/**
 * Networks with a name. Round trips of the wide-area ones are typical values, not measurements: 66 ms across a
 * continent, 500 ms over a geostationary satellite.
 * @source IEEE 802.3 (10BASE5): 10 Mbit/s, 1500 bytes; IBM token ring at 4 Mbit/s with packets of 4464 bytes (RFC
 *   1042, RFC 1748); ITU-T V.34 modem with PPP: 28.8 kbit/s, 1500 bytes (RFC 1661)
 */
export const networks = {
  ethernet: { bandwidth: 10e6, latency: 5e-6, hops: 1, mtu: 1500 },
  'token-ring': { bandwidth: 4e6, latency: 5e-6, hops: 1, mtu: 4464 },
  ppp: { bandwidth: 28_800, latency: 0.05, hops: 1, mtu: 1500 },
  wan: { bandwidth: 10e6, latency: 0.011, hops: 3, mtu: 1500 },
  satellite: { bandwidth: 10e6, latency: 0.125, hops: 2, mtu: 1500 },
} as const satisfies Record<string, Path>

/** `custom` and the names. */
export const networkNames = ['custom', 'ethernet', 'token-ring', 'ppp', 'wan', 'satellite'] as const

/** The path that the parameters mean. */
export function pathOf(p: Path & { readonly network: (typeof networkNames)[number] }): Path {
  if (p.network !== 'custom') return networks[p.network]
  const { bandwidth, latency, hops, mtu } = p
  return { bandwidth, latency, hops, mtu }
}
