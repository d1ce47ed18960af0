/** Something wrong in an expression, with its place in the text. */
export class ExpressionProblem extends Error {
  /** Offset into the text of the expression, counted from 0. */
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.name = 'ExpressionProblem'
    this.offset = offset
  }
}
