/** What an overlay cost at one size, in user CPU time. */
export interface Cost {
  readonly nodes: number
  /** Of a node, s. */
  readonly perNode: number
  /** Of an event, s. */
  readonly perEvent: number
  /** Largest resident set, bytes. */
  readonly peakBytes: number
}

/** The costs of one overlay, the smallest size first. */
export interface CostLine {
  readonly name: string
  readonly event: string
  readonly costs: readonly Cost[]
}

/** Most that the cost of a node or of an event may grow from the smallest to the largest size. */
export const mostGrowth = 2.5

/** How many times as much a node, and an event, costs at the largest size as at the smallest. */
export function growthOf({ costs }: CostLine): { node: number; event: number } {
  const [first, last] = [costs[0]!, costs.at(-1)!]
  return { node: last.perNode / first.perNode, event: last.perEvent / first.perEvent }
}

/** The table in Markdown: microseconds a node and nanoseconds an event at each size, and by how much they grow. */
export function growthTable(lines: readonly CostLine[]): string[] {
  const sizes = [...new Set(lines.flatMap(({ costs }) => costs.map(({ nodes }) => nodes)))].sort((a, b) => a - b)
  const cell = (line: CostLine, nodes: number): string => {
    const cost = line.costs.find((each) => each.nodes === nodes)
    return cost === undefined ? '' : `${short(1e6 * cost.perNode)} µs, ${short(1e9 * cost.perEvent)} ns`
  }
  return [
    `| overlay | event | ${sizes.map((nodes) => `10^${Math.round(Math.log10(nodes))}`).join(' | ')} | a node grows | an event grows |`,
    `|---|---|${sizes.map(() => '---|').join('')}---|---|`,
    ...lines.map((line) => {
      const { node, event } = growthOf(line)
      const cells = sizes.map((nodes) => cell(line, nodes)).join(' | ')
      return `| ${line.name} | ${line.event} | ${cells} | ${judged(node)} | ${judged(event)} |`
    }),
  ]
}

function judged(growth: number): string {
  return growth > mostGrowth ? `**${growth.toFixed(2)}**` : growth.toFixed(2)
}

function short(value: number): string {
  return value >= 99.5 ? Math.round(value).toString() : value.toPrecision(2)
}
