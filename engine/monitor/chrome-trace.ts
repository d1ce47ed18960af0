import type { Trace, TracedEvent, TracedProcess } from './trace.ts'

/** The track of a process, and the wait that is drawn on it next. */
interface Track {
  readonly id: number
  /** Start of the wait, nanoseconds. */
  since: number
  /** What is waited for. */
  waitsFor: string
}

/** The track of events that are plain callbacks. */
const CALLBACKS = 1

/**
 * Writes a run in the trace-event format of Chrome, for https://ui.perfetto.dev or chrome://tracing: a track for each
 * process with its waits as slices (in simulated time, a process does nothing but wait) and its end as an instant, and
 * one track with the callbacks as instants. Resolution: a nanosecond of simulated time.
 *
 * The text is handed over piece by piece; memory holds the processes that are alive. What was written before a run
 * broke off can be opened as it is, because the format needs no end.
 * @source Trace Event Format, https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export class ChromeTrace implements Trace {
  private readonly write: (text: string) => void
  private readonly tracks = new Map<TracedProcess, Track>()
  private lastTrack = CALLBACKS

  /**
   * @param write takes the next piece of the text
   * @param title name of the group of tracks
   */
  constructor(write: (text: string) => void, title = 'simulation') {
    this.write = write
    write(`[\n${JSON.stringify({ ph: 'M', pid: 1, name: 'process_name', args: { name: title } })}`)
    this.record({ ph: 'M', tid: CALLBACKS, name: 'thread_name', args: { name: 'callbacks' } })
  }

  event({ time, number, label, processes }: TracedEvent): void {
    const now = Math.round(time * 1e9)
    if (processes.length === 0) return this.instant(CALLBACKS, label, now, number)
    for (const process of processes) {
      const track = this.tracks.get(process) ?? this.open(process)
      this.closeWait(track, now)
      if (process.done) {
        this.instant(track.id, 'ends', now, number)
        this.tracks.delete(process)
      } else {
        track.since = now
        track.waitsFor = process.describeWait()
      }
    }
  }

  /**
   * Draws the waits that last and completes the text. Call it once, after the run.
   * @param time where the run ended, seconds
   */
  close(time: number): void {
    for (const track of this.tracks.values()) this.closeWait(track, Math.round(time * 1e9))
    this.tracks.clear()
    this.write('\n]\n')
  }

  private open(process: TracedProcess): Track {
    const track = { id: ++this.lastTrack, since: 0, waitsFor: '' }
    this.tracks.set(process, track)
    this.record({ ph: 'M', tid: track.id, name: 'thread_name', args: { name: process.name } })
    return track
  }

  private closeWait({ id, since, waitsFor }: Track, now: number): void {
    if (waitsFor === '') return
    // Delays of all lengths share one name, hence one colour; the length is there to be read.
    const name = waitsFor.replace(/ until t=\S+ s$/, '')
    // Nanoseconds are rounded once, so that the end of a slice is the start of the next, never after it.
    const dur = (now - since) / 1000
    this.record({ ph: 'X', tid: id, ts: since / 1000, dur, cat: 'wait', name, args: { for: waitsFor } })
  }

  private instant(tid: number, name: string, now: number, event: number): void {
    this.record({ ph: 'i', tid, ts: now / 1000, s: 't', name, args: { event } })
  }

  private record(record: Record<string, unknown>): void {
    this.write(`,\n${JSON.stringify({ pid: 1, ...record })}`)
  }
}
