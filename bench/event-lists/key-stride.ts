/** As in the engine: order class and insertion number share one double. */
export const KEY_STRIDE = 1_125_899_906_842_624
