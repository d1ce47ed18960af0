import type { ChartTheme } from './chart-spec.ts'

/** How one series is told apart: by colour, by marker and by dash, so that it also is in black and white. */
export interface SeriesStyle {
  readonly color: string
  /** A Vega symbol. */
  readonly shape: string
  /** Lengths of dash and gap, in points; empty for a solid line. */
  readonly dash: readonly number[]
  /** Whether the marker is an outline filled with white. */
  readonly hollow: boolean
}

/** More curves than this in one panel are hard to tell apart. */
export const mostSeries = 6

/**
 * Colours that people with any colour vision tell apart, the strongest first.
 * @source Okabe & Ito, Color Universal Design (2008).
 */
const colors = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000']
/** Lines that a black-and-white printer keeps: never lighter than half of black. */
const inks = ['#000000', '#6F6F6F', '#3C3C3C', '#808080', '#000001', '#6F6F70', '#3C3C3D']
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-left']
const dashes = [[], [5, 2], [2, 1.2], [6, 1.5, 1.5, 1.5], [8, 2], [3, 3], [1, 2]]

/** Colour of closed forms. */
export const theoryColor = '#222222'
/** Dash of closed forms: finer than that of every series. */
export const theoryDash = [2, 1.6]
/** Width of the line of a closed form, thinner than that of every series so that the colour below it shows. */
export const theoryWidth = 0.55

/** @param index Number of the series, counted from 0; styles repeat after 7, with other pairings. */
export function seriesStyle(index: number, theme: ChartTheme): SeriesStyle {
  const range = theme === 'print' ? inks : colors
  const turn = Math.floor(index / range.length)
  return {
    color: range[index % range.length] ?? theoryColor,
    shape: shapes[(index + turn) % shapes.length] ?? 'circle',
    dash: dashes[(index + 2 * turn) % dashes.length] ?? [],
    hollow: theme === 'print' && index % 2 === 1,
  }
}

const tones = ['#B8B8B8', '#FFFFFF', '#DDDDDD', '#FEFEFE', '#CCCCCC', '#FDFDFD', '#EEEEEE']

/**
 * Fill of the bars and boxes of a series. In print these are tones, each of one hatching (see `hatched`).
 * @param index Number of the series, counted from 0.
 */
export function fillColor(index: number, theme: ChartTheme): string {
  const range = theme === 'print' ? tones : colors
  return range[index % range.length] ?? theoryColor
}

/** Colours of a heat map from its lowest to its highest value, growing darker so that they stay in order without colour. */
export function heatColors(theme: ChartTheme): readonly string[] {
  return theme === 'print'
    ? ['#F2F2F2', '#CACACA', '#9E9E9E', '#6E6E6E', '#3A3A3A']
    : ['#FFF7BC', '#FEC44F', '#E8601C', '#A01F5C', '#3B0F5B']
}

/**
 * The colour at a share of the way through some colours, by straight lines between them in RGB, as Vega mixes them.
 * @param share From 0 to 1.
 */
export function mixed(colors: readonly string[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (colors.length - 1)
  const left = Math.min(colors.length - 2, Math.floor(place))
  const channel = (color: string, at: number): number => Number.parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16)
  const mix = (at: number): number => {
    const from = channel(colors[left] ?? '#000000', at)
    return Math.round(from + (channel(colors[left + 1] ?? '#000000', at) - from) * (place - left))
  }
  return `#${[0, 1, 2].map((at) => mix(at).toString(16).padStart(2, '0')).join('')}`
}

/** Whether white letters are easier to read on a colour than black ones. */
export function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  // Weights of ITU-R BT.601.
  return 0.299 * red + 0.587 * green + 0.114 * blue < 130
}
