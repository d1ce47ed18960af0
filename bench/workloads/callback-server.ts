/** Who wants to be served. */
export interface ServerCustomer {
  /** The server is free for it. */
  serve(): void
}

/** A first-come first-served server for callbacks, as one writes it by hand: no statistics, nothing to interrupt. */
export class CallbackServer {
  private busy = false
  private waiting: ServerCustomer[] = []
  private head = 0

  /** Serves a customer as soon as the server is free: at once, or when all who asked before have released it. */
  request(customer: ServerCustomer): void {
    if (this.busy) this.waiting.push(customer)
    else {
      this.busy = true
      customer.serve()
    }
  }

  release(): void {
    if (this.head === this.waiting.length) {
      this.busy = false
      return
    }
    const customer = this.waiting[this.head++]!
    // Dropping the served half now and then keeps the cost of a customer constant.
    if (this.head > 32 && this.head * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.head)
      this.head = 0
    }
    customer.serve()
  }
}
