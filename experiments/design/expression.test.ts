import { describe, expect, it } from 'vitest'
import { ExpressionProblem, parseExpression } from './expression.ts'

const scope = { load: 0.5, servers: 4, service: 'exponential(0.01)', policy: 'fifo', warm: true, d: 3 }
const value = (text: string) => parseExpression(text, Object.keys(scope)).evaluate(scope)

/** Column (from 1) and message of the complaint about an expression. */
function complaint(text: string): string {
  try {
    value(text)
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error
    return `${error.offset + 1}: ${error.message}`
  }
  throw new Error('the expression was accepted')
}

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ** 3 ** 2', 512],
    ['-servers % 3', -1],
    ['load * servers / mean(service)', 200],
    ['variance(service) < 1', true],
    ['load < 0.9 && policy == "fifo"', true],
    ["policy != 'lifo' || load > 1", true],
    ['!warm', false],
    ['warm ? servers : 1', 4],
    ['min(servers, 3, 9) + max(1, 2)', 5],
    ['log2(8) + log10(1000) + sqrt(16)', 10],
    ['10ms', 0.01],
    ['5/s * 2', 10],
    ['90/min', 1.5],
    ['6/d', 2],
    ['64KiB + 1', 65_537],
    ['1Gbps / 8', 125_000_000],
    ['1e3 + .5', 1000.5],
    ['exponential(10ms / 2)', 'exponential(0.005)'],
    ['round(2.4) == 2 && abs(-1) == 1', true],
  ])('%s is %j', (text, expected) => {
    expect(value(text)).toBe(expected)
  })

  it('knows the names it uses', () => {
    expect(parseExpression('load * max(servers, load)', Object.keys(scope)).names).toEqual(['load', 'servers'])
  })

  it.each([
    ['', '1: the expression is empty'],
    ['lod < 1', '1: there is no "lod". Did you mean "load"? Names: load, servers, service, policy, warm, d'],
    ['1 + sqr(4)', '5: there is no function "sqr". Did you mean "sqrt"?'],
    ['load <', '6: the expression ends, or goes on, where a value is expected'],
    ['(load', '5: a closing ) is missing'],
    ['load < 1)', '9: ")" is not expected here'],
    ['policy + 1', '8: "+" takes numbers, and was given the text "fifo"'],
    ['load && warm', '6: "&&" takes true or false, and was given 0.5'],
    ['policy == 1', '8: "==" compares values of one kind, and was given the text "fifo" and 1'],
    ['5 parsecs', '1: expected one expression'],
    ['load < 5parsecs', '8: "5parsecs" has the unknown unit "parsecs"'],
    ['1 / 0', '1: "1 / 0" is Infinity, not a finite number'],
    ['sqrt(1, 2)', '1: sqrt() has 2 arguments; expected 1'],
    ['sqrt', '1: "sqrt" is a function; it is called as sqrt(...)'],
    ['mean(policy)', '1: mean() takes a law'],
    ['2 ^ 3', '3: there is no operator "^"; a power is written **, as in x ** 2'],
    ['policy == "fifo', '11: the text that begins here has no closing "'],
    ['load = 1', '6: '],
  ])('%j is told what is wrong with it, and where', (text, expected) => {
    expect(complaint(text).slice(0, expected.length)).toBe(expected)
  })

  it.each([
    'process.exit(1)',
    'this',
    'constructor',
    'load.constructor.constructor("return 1")()',
    '__proto__',
    'toString()',
    '[1, 2]',
    'load; servers',
    'null',
  ])('can do nothing but compute: %s', (text) => {
    expect(() => value(text)).toThrow(ExpressionProblem)
  })
})
