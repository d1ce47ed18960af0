const buffer = new Float64Array(1)
const words = new Int32Array(buffer.buffer)
buffer[0] = 1
/** Index of the word with sign and exponent: 1.0 has a zero low word, so this also tells the byte order. */
const HIGH = words[1] === 0 ? 0 : 1
const LOW = 1 - HIGH

/**
 * What a fingerprint is made of: the time of each event; its place in the order of scheduling; its label, as in a trace;
 * every number drawn from the streams; the responses of the run. Each tells more kinds of change apart: times alone stay
 * the same when events that do nothing are added at instants of others, or are scheduled in another order.
 */
export type Ingredient = 'time' | 'order' | 'label' | 'draws' | 'responses'

/** The usual ones, which suffice to tell two trajectories apart. */
export const usualIngredients: readonly Ingredient[] = ['time', 'order']

/**
 * A 64-bit running hash of a trajectory: equal fingerprints mean (but for chance, 2^-64) that the same events happened
 * at the same times, to the last bit, in the same order. Integer arithmetic on the bits of the numbers only, so the
 * same on every machine. Not cryptographic: it guards against accidents.
 *
 * Two lanes of 32 bits, each multiplied by an odd constant and rotated for every word of input, and crossed at every
 * event so that neither lane can cancel alone.
 */
export class Fingerprint {
  private readonly lanes = new Int32Array([0x243f6a88, 0x85a308d3])

  /**
   * Takes one event.
   * @param time simulated time in seconds; -0 counts as 0.
   * @param tag an integer that tells events of one time apart; only its lowest 32 bits count.
   */
  add(time: number, tag: number): void {
    buffer[0] = time + 0
    const lanes = this.lanes
    let a = (lanes[0] as number) ^ (words[LOW] as number)
    let b = (lanes[1] as number) ^ (words[HIGH] as number)
    a = Math.imul((a << 13) | (a >>> 19), 0x9e3779b1) ^ tag
    b = Math.imul((b << 17) | (b >>> 15), 0x85ebca77) + a
    lanes[0] = Math.imul((a << 11) | (a >>> 21), 0xc2b2ae3d) + b
    lanes[1] = b ^ (b >>> 15)
  }

  /** Takes any number, such as a response. NaN, whose bits JavaScript leaves open, counts as one value. */
  addNumber(x: number): void {
    if (x === x) this.add(x, 0)
    else this.add(0, 0x7ff80000)
  }

  /** Takes a text, such as the label of an event. */
  addText(text: string): void {
    for (let i = 0; i < text.length; i++) this.add(0, text.charCodeAt(i))
    // The length keeps "a" then "b" apart from "ab".
    this.add(1, text.length)
  }

  /** The fingerprint so far as 16 hexadecimal digits. */
  hex(): string {
    const [a, b] = this.lanes as unknown as [number, number]
    const high = mixed(a ^ Math.imul(b, 0x27d4eb2f))
    const low = mixed(b ^ Math.imul(high, 0x165667b1))
    return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
  }
}

/** Bijective mixing of 32 bits: every input bit reaches every output bit. */
function mixed(h: number): number {
  let x = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}
