/** A part of a Vega-Lite specification. */
export type Spec = Readonly<Record<string, unknown>>

/** Inner size of one panel, in points, and how many stand side by side. */
export interface PanelGrid {
  readonly width: number
  readonly height: number
  readonly columns: number
}
