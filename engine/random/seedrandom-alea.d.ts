/** The one generator of seedrandom that the engine uses; loaded alone, so that no entropy or node code comes along. */
declare module 'seedrandom/lib/alea.js' {
  /** A generator of multiples of 2^-32 in [0, 1), fully determined by the seed text. */
  export default function alea(seed: string): () => number
}
