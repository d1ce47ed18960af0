import { describe, expect, it } from 'vitest'
import { laws } from './laws.ts'
import { lawForms, parseLaw } from './parse-law.ts'

/** Stands in for the unit parser of the models: seconds and milliseconds. */
function seconds(text: string): number {
  const match = /^([\d.e-]+)\s*(ms|s)$/.exec(text)
  if (match === null) throw new Error(`expected a time such as 10ms, given ${text}`)
  return Number(match[1]) * (match[2] === 'ms' ? 0.001 : 1)
}

describe('parseLaw', () => {
  it.each([
    ['exponential(10ms)', 'exponential(0.01)'],
    [' Exp( 10 ms ) ', 'exponential(0.01)'],
    ['deterministic(5ms)', 'deterministic(0.005)'],
    ['constant(5ms)', 'deterministic(0.005)'],
    ['5ms', 'deterministic(0.005)'],
    ['erlang(4, 10ms)', 'erlang(4, 0.01)'],
    ['hyperexponential(10ms, 2)', 'hyperexponential(0.01, 2)'],
    ['lognormal(10ms, 1.5)', 'lognormal(0.01, 1.5)'],
    ['pareto(1.5, 1ms)', 'pareto(1.5, 0.001)'],
    ['weibull(0.5, 10s)', 'weibull(0.5, 10)'],
    ['uniform(1ms, 3ms)', 'uniform(0.001, 0.003)'],
    ['normal(1s, 2s)', 'normal(1, 2)'],
    ['gamma(2, 1s)', 'gamma(2, 1)'],
    ['zipf(100, 1.1)', 'zipf(100, 1.1)'],
    ['geometric(0.5)', 'geometric(0.5)'],
    ['poisson(3)', 'poisson(3)'],
    ['empirical(5 ms 0.8, 1ms 0.2)', 'empirical(0.001 0.2, 0.005 0.8)'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseLaw(text, seconds).toString()).toBe(canonical)
  })

  it('reads every canonical text back, with Number as the reader of quantities', () => {
    for (const law of [
      laws.exponential(1e-7),
      laws.deterministic(0),
      laws.erlang(4, 1 / 3),
      laws.normal(-1.5, 2),
      laws.zipf(100, 1.1),
      laws.empirical([0.001, 0.005], [0.2, 0.8]),
    ]) {
      expect(parseLaw(law.toString(), Number).toString()).toBe(law.toString())
    }
  })

  it('suggests the law that was meant and lists all with their arguments', () => {
    expect(() => parseLaw('exponentail(10ms)', seconds)).toThrow(
      `Law "exponentail(10ms)": there is no law "exponentail". Did you mean "exponential"? The laws are: ${lawForms.join(', ')}.`,
    )
    expect(() => parseLaw('cauchy(1s)', seconds)).toThrow(
      /^Law "cauchy\(1s\)": there is no law "cauchy"\. The laws are: deterministic\(value\), empirical/,
    )
    expect(() => parseLaw('lognromal', seconds)).toThrow(
      'is not of the form name(arguments). Did you mean "lognormal"?',
    )
  })

  it.each([
    ['exponential()', 'Law "exponential()" has 0 arguments: expected 1, as in exponential(mean).'],
    ['erlang(4)', 'Law "erlang(4)" has 1 argument: expected 2, as in erlang(k, mean).'],
    ['erlang(4s, 1s)', 'Law "erlang(4s, 1s)": k in erlang(k, mean) = "4s": expected a number without unit.'],
    ['erlang(, 1s)', 'Law "erlang(, 1s)": k in erlang(k, mean) = "": expected a number without unit.'],
    [
      'exp(10 parsecs)',
      'Law "exp(10 parsecs)": mean in exponential(mean) = "10 parsecs": expected a time such as 10ms, given 10 parsecs',
    ],
    ['uniform(1s,)', 'Law "uniform(1s,)": high in uniform(low, high) = "": expected a finite number with its unit.'],
    [
      'empirical(1ms)',
      'Law "empirical(1ms)": "1ms" is not "value weight", as in empirical(value weight, value weight, ...).',
    ],
    ['empirical(1ms x)', 'Law "empirical(1ms x)": weight = "x": expected a number without unit.'],
    ['uniform(3s, 1s)', 'Law uniform(low = 3, high = 1): expected finite low <= high.'],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parseLaw(text, seconds)).toThrow(new RangeError(message))
  })
})
