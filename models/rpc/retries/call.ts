import type { EventHandle } from '../../../engine/index.ts'

/** A client that makes one call at a time. */
export interface Caller {
  /** The last call of this client that the server has begun a record for. */
  recorded: Call | undefined
  /** Told when the call in progress is over. */
  proceed(): void
}

/** What the server knows of a call. */
export type RecordState = 'none' | 'in progress' | 'done'

/**
 * One remote procedure call from its start until the last packet and the last execution of it have gone. Client, network
 * and server all refer to a call by this object; it stands for the pair (client, sequence number) in their messages.
 */
export class Call {
  /** Time of the call, s. */
  readonly startedAt: number
  /** Time that each execution of this call takes, s: a repetition of a slow call is slow again. */
  readonly work: number
  /** Time that an execution at the second server takes, s. */
  readonly hedgeWork: number
  /** Undefined in an open load, where every call comes from another client. */
  readonly caller: Caller | undefined

  /** Requests sent. */
  requests = 0
  /** Replies sent by the server. */
  replies = 0
  /** Acknowledgements sent. */
  acknowledgements = 0
  /** Times that the procedure was executed for this call. */
  executions = 0
  /** Replies that reached the client after the call was over. */
  lateReplies = 0
  /** Time spent in back-off, s. */
  backedOff = 0
  /** Copies of the request sent to the second server. */
  hedges = 0
  /** Executions that ended when the call was over. */
  wasted = 0
  /** Refused at once by the circuit breaker. */
  refused = false
  /** When the client gives up, s. */
  deadlineAt = Infinity
  /** The acknowledgement has freed the record at the server. */
  acknowledged = false
  /** The client has the reply. */
  succeeded = false
  /** The client has the reply or has given up. */
  over = false

  /** The time-out or back-off that is running; belongs to the client. */
  timer: EventHandle = 0
  /** The hedge that is to be sent; belongs to the client, valid while `hedges` is 0. */
  hedgeTimer: EventHandle | undefined = undefined
  /** The reply that is to be repeated; belongs to the server. */
  replyTimer: EventHandle | undefined = undefined
  /** Current time-out, s; belongs to the client. */
  timeout = 0
  /** What the last back-off was drawn from, s; belongs to the back-off law. */
  backoff = 0
  /** The same for the layers above the lowest; there only as far as they were needed. */
  readonly above: { backoff: number }[] = []

  /** State of the record in the server's duplicate table. */
  record: RecordState = 'none'
  /** A later call of the same caller has arrived, so nobody will ask for this one again. */
  superseded = false
  /** The end of retention; belongs to the duplicate table, valid while the record is done and retention is limited. */
  expiry: EventHandle = 0

  /** What can still happen to this call: 1 for the client until it is over, each packet under way, each execution. */
  pending = 1

  constructor(startedAt: number, work: number, hedgeWork: number, caller: Caller | undefined) {
    this.startedAt = startedAt
    this.work = work
    this.hedgeWork = hedgeWork
    this.caller = caller
  }
}
