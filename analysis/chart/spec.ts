import type { Look } from './look.ts'

/** A part of a Vega-Lite specification. */
export type Spec = Readonly<Record<string, unknown>>

/** Inner size of one panel, in points, how many stand side by side, and how they look. */
export interface PanelGrid {
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly look: Look
  /** Whether the chart is for a screen: with a legend and tooltips of the chart library. */
  readonly forScreen?: boolean
}
