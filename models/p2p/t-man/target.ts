/** The topology that nodes are to form: node i has place i in it. */
export interface Target {
  /** Links of all nodes together, each counted at both of its ends. */
  readonly links: number
  /** Hops between two places in the topology: 1 for the neighbours that a node should find. */
  distance(a: number, b: number): number
}

export type Shape = 'ring' | 'torus' | 'tree'

/** @param nodes at least 3; a square number of at least 9 for a torus */
export function targetOf(shape: Shape, nodes: number): Target {
  if (shape === 'ring') {
    return {
      links: 2 * nodes,
      distance: (a, b) => {
        const apart = a < b ? b - a : a - b
        return 2 * apart <= nodes ? apart : nodes - apart
      },
    }
  }
  if (shape === 'torus') {
    const side = Math.round(Math.sqrt(nodes))
    const row = Int32Array.from({ length: nodes }, (_, node) => Math.floor(node / side))
    const wrapped = (one: number, other: number): number => {
      const apart = one < other ? other - one : one - other
      return 2 * apart <= side ? apart : side - apart
    }
    return {
      links: 4 * nodes,
      distance: (a, b) => wrapped(row[a]!, row[b]!) + wrapped(a - row[a]! * side, b - row[b]! * side),
    }
  }
  return {
    links: 2 * (nodes - 1),
    // Place i has its children at 2 i + 1 and 2 i + 2; counted from 1, half of a place is its parent.
    distance: (a, b) => {
      let up = a + 1
      let down = b + 1
      let hops = 0
      for (; up !== down; hops++) {
        if (up > down) up >>>= 1
        else down >>>= 1
      }
      return hops
    },
  }
}
