import type { RandomStream } from '../../random/stream.ts'
import type { Duration } from './fault.ts'

/** A length of time, drawn where it is a law; seconds. */
export function draw(duration: Duration, stream: RandomStream): number {
  return typeof duration === 'number' ? duration : duration.sample(stream)
}
