/**
 * Order classes: which of several events at one instant comes first. Inside a class the order is that of insertion,
 * so the order of all events, (time, class, insertion), is total.
 *
 * The three first classes are the kernel's own: what a process gives back is seen before capacity changes, and both
 * before anybody is admitted. User code runs in `before`, `normal` (the default) and `late`.
 */
export const Order = {
  release: 0,
  capacity: 1,
  admission: 2,
  before: 3,
  normal: 4,
  late: 5,
} as const

export type Order = (typeof Order)[keyof typeof Order]

/** How many order classes there are. */
export const ORDER_CLASSES = 6

/**
 * Class and insertion number share one double: `class * KEY_STRIDE + insertion`. Exact, and ordered by class first, for
 * up to 2^50 insertions: at 10^7 events a second that is 3.5 years.
 */
export const KEY_STRIDE = 1_125_899_906_842_624
