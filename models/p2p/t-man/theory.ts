interface Start {
  nodes: number
  view: number
  cycles: number
  sampling: string
}

/**
 * Fraction of the links of the target that nodes lack before the first exchange: each of the other nodes is in a random view
 * with probability c / (n - 1). Undefined for later cycles, which have no closed form.
 * @source elementary.
 */
export function missing(p: Start): number | undefined {
  if (p.cycles > 0 || p.sampling !== 'ideal') return undefined
  return 1 - Math.min(1, p.view / (p.nodes - 1))
}
