/** How one series is told apart: by colour, by marker and by dash, so that it also is in black and white. */
export interface SeriesStyle {
  readonly color: string
  /** A Vega symbol. */
  readonly shape: string
  /** Lengths of dash and gap, in points; empty for a solid line. */
  readonly dash: readonly number[]
}

/** More curves than this in one panel are hard to tell apart. */
export const mostSeries = 6

/**
 * Colours that people with any colour vision tell apart, the strongest first.
 * @source Okabe & Ito, Color Universal Design (2008).
 */
const colors = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-left']
const dashes = [[], [5, 2], [2, 1.2], [6, 1.5, 1.5, 1.5], [8, 2], [3, 3], [1, 2]]

/** Colour of closed forms. */
export const theoryColor = '#222222'
/** Dash of closed forms: finer than that of every series. */
export const theoryDash = [2, 1.6]
/** Width of the line of a closed form, thinner than that of every series so that the colour below it shows. */
export const theoryWidth = 0.55

/** @param index Number of the series, counted from 0; styles repeat after 7, with other pairings. */
export function seriesStyle(index: number): SeriesStyle {
  const turn = Math.floor(index / colors.length)
  return {
    color: colors[index % colors.length] ?? theoryColor,
    shape: shapes[(index + turn) % shapes.length] ?? 'circle',
    dash: dashes[(index + 2 * turn) % dashes.length] ?? [],
  }
}
