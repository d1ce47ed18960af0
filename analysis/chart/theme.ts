import { fontFamily } from './font.ts'
import type { Look } from './look.ts'
import type { Spec } from './spec.ts'

/** Colour of text, axes and the frame of bars. */
export const ink = '#222222'
const grid = '#E4E4E4'

/** Width of the line of a series, in points. */
export const seriesWidth = 1.3

/** Vega configuration of a chart: paper sizes, one unit being one point. */
export const theme = ({ labelSize, titleSize }: Look): Spec => ({
  aria: false,
  background: null,
  font: fontFamily,
  view: { stroke: null },
  concat: { spacing: 6 },
  axis: {
    labelFontSize: labelSize,
    titleFontSize: titleSize,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    gridColor: grid,
    domainWidth: 0.6,
    tickWidth: 0.6,
    gridWidth: 0.4,
    tickSize: 3,
    labelPadding: 2,
    titlePadding: 4,
    titleLineHeight: titleSize + 1,
    labelOverlap: 'greedy',
    labelSeparation: 3,
    labelFlush: false,
    // Vega rounds to whole pixels, which here are points: ticks would stand beside their markers.
    tickRound: false,
    translate: 0,
  },
  // Only for a screen: on paper the legend is drawn apart.
  legend: {
    labelFontSize: labelSize,
    titleFontSize: labelSize,
    titleFontWeight: 'normal',
    labelColor: ink,
    titleColor: ink,
    symbolOpacity: 1,
    labelLimit: 240,
  },
  line: { strokeWidth: seriesWidth, strokeCap: 'butt', strokeJoin: 'round' },
  rule: { strokeWidth: 0.8 },
})
