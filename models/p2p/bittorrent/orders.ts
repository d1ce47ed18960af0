/** What a peer asks those for that serve it, and has sent: whole pieces, or blocks of them. */
export interface Orders {
  /** The half has just got a slot: asks for something and has it sent. There must be something to ask for. */
  begin(half: number): void
  /**
   * What was on its way has arrived.
   * @returns the piece that is complete by it, -1 when none is
   */
  arrived(half: number): number
  /** After an arrival: asks for more and has it sent. False when there is nothing; then `stop` the half. */
  proceed(half: number): boolean
  /** Gives up what has been asked for on a half but is not on its way; returns as `stop` does. */
  refuse(half: number): boolean
  /**
   * Gives up all that has been asked for on a half, on its way or not.
   * @param arrived whether what was on its way has just arrived
   * @returns whether the receiver now lacks something that it had asked for
   */
  stop(half: number, arrived: boolean): boolean
  /** Halves that have nothing left to wait for, because others sent it: `stop` them. Emptied by the reader. */
  readonly done: number[]
  /** Whether a half with a slot may have nothing on its way, because what it has asked for takes a round trip. */
  readonly pauses: boolean
}
