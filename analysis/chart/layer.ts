import type { ChartPoint } from './chart-data.ts'
import type { PanelGrid, Spec } from './spec.ts'

/** One layer of a panel: a mark, what it is drawn from, and which channels differ from those of the panel. */
export function layer(type: string, mark: Spec, values: readonly object[], encoding: Spec): Spec {
  return { data: { values }, mark: { type, ...mark }, encoding }
}

/** Points that are not seen: on a screen they are what the mouse finds on a line, on paper they only keep the axes. */
export function hoverLayer(points: readonly ChartPoint[], grid: PanelGrid): Spec {
  const values = grid.forScreen === true ? points : []
  return layer('point', { filled: true, opacity: 0, size: 60 }, values, {})
}
