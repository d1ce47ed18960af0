import { empirical } from './empirical.ts'
import { type Law, makeLaw, requireLaw } from './law.ts'
import { math } from './math.ts'
import { zipf } from './zipf-law.ts'

const positive = (x: number): boolean => x > 0 && x < Infinity
const finite = (x: number): boolean => x - x === 0

/** Exponential law; variance mean^2. @throws RangeError unless the mean is finite and > 0. */
function exponential(mean: number): Law {
  requireLaw(positive(mean), `exponential(mean = ${mean})`, 'a finite mean > 0')
  return makeLaw({
    name: 'exponential',
    text: [mean],
    mean,
    variance: mean * mean,
    sample: (stream) => stream.exponential(mean),
  })
}

/** The constant `value`; spends no random number. @throws RangeError unless the value is finite. */
function deterministic(value: number): Law {
  requireLaw(finite(value), `deterministic(value = ${value})`, 'a finite value')
  return makeLaw({ name: 'deterministic', text: [value], mean: value, variance: 0, sample: () => value })
}

/** Uniform on [low, high). @throws RangeError unless low <= high, both finite. */
function uniform(low: number, high: number): Law {
  requireLaw(low <= high && high - low < Infinity, `uniform(low = ${low}, high = ${high})`, 'finite low <= high')
  const width = high - low
  return makeLaw({
    name: 'uniform',
    text: [low, high],
    mean: low + width / 2,
    variance: (width * width) / 12,
    sample: (stream) => stream.uniform(low, high),
  })
}

/** Normal; variates may be negative: not a law for durations. @throws RangeError unless finite with sd >= 0. */
function normal(mean: number, sd: number): Law {
  requireLaw(finite(mean) && sd >= 0 && finite(sd), `normal(mean = ${mean}, sd = ${sd})`, 'a finite mean and sd >= 0')
  return makeLaw({
    name: 'normal',
    text: [mean, sd],
    mean,
    variance: sd * sd,
    sample: (stream) => stream.normal(mean, sd),
  })
}

/**
 * Lognormal by the mean and the coefficient of variation of the variate itself; variance (mean cv)^2.
 * @throws RangeError unless mean > 0 and cv >= 0, both finite.
 */
function lognormal(mean: number, cv: number): Law {
  requireLaw(
    positive(mean) && cv >= 0 && finite(cv),
    `lognormal(mean = ${mean}, cv = ${cv})`,
    'a finite mean > 0 and a finite cv >= 0',
  )
  return makeLaw({
    name: 'lognormal',
    text: [mean, cv],
    mean,
    variance: mean * cv * (mean * cv),
    sample: (stream) => stream.lognormal(mean, cv),
  })
}

/** Gamma; mean shape scale, variance shape scale^2. @throws RangeError unless both are finite and > 0. */
function gamma(shape: number, scale: number): Law {
  requireLaw(positive(shape) && positive(scale), `gamma(shape = ${shape}, scale = ${scale})`, 'two finite numbers > 0')
  return makeLaw({
    name: 'gamma',
    text: [shape, scale],
    mean: shape * scale,
    variance: shape * scale * scale,
    sample: (stream) => stream.gamma(shape, scale),
  })
}

/** Erlang: k phases, mean of the whole; variance mean^2 / k. @throws RangeError unless k is an integer >= 1 and mean > 0. */
function erlang(k: number, mean: number): Law {
  requireLaw(
    Number.isSafeInteger(k) && k >= 1 && positive(mean),
    `erlang(k = ${k}, mean = ${mean})`,
    'an integer k >= 1 and a finite mean > 0',
  )
  return makeLaw({
    name: 'erlang',
    text: [k, mean],
    mean,
    variance: (mean * mean) / k,
    sample: (stream) => stream.erlang(k, mean),
  })
}

/** Two-phase hyperexponential with balanced means; variance (mean cv)^2. @throws RangeError unless mean > 0 and cv >= 1. */
function hyperexponential(mean: number, cv: number): Law {
  requireLaw(
    positive(mean) && cv >= 1 && finite(cv),
    `hyperexponential(mean = ${mean}, cv = ${cv})`,
    'a finite mean > 0 and a finite cv >= 1',
  )
  return makeLaw({
    name: 'hyperexponential',
    text: [mean, cv],
    mean,
    variance: mean * cv * (mean * cv),
    sample: (stream) => stream.hyperexponential(mean, cv),
  })
}

/**
 * Pareto on [minimum, Infinity): mean minimum shape / (shape - 1), Infinity for shape <= 1; variance
 * minimum^2 shape / ((shape - 1)^2 (shape - 2)), Infinity for shape <= 2.
 * @throws RangeError unless both are finite and > 0.
 */
function pareto(shape: number, minimum: number): Law {
  requireLaw(
    positive(shape) && positive(minimum),
    `pareto(shape = ${shape}, minimum = ${minimum})`,
    'two finite numbers > 0',
  )
  const mean = shape > 1 ? (minimum * shape) / (shape - 1) : Infinity
  return makeLaw({
    name: 'pareto',
    text: [shape, minimum],
    mean,
    variance: shape > 2 ? (mean * mean) / (shape * (shape - 2)) : Infinity,
    sample: (stream) => stream.pareto(shape, minimum),
  })
}

/**
 * Weibull: mean scale G(1 + 1/shape), variance scale^2 (G(1 + 2/shape) - G(1 + 1/shape)^2), G the gamma function.
 * Below shape 0.012 the variance, below 0.006 the mean overflow to Infinity.
 * @throws RangeError unless both are finite and > 0.
 */
function weibull(shape: number, scale: number): Law {
  requireLaw(
    positive(shape) && positive(scale),
    `weibull(shape = ${shape}, scale = ${scale})`,
    'two finite numbers > 0',
  )
  const mean = scale * math.gamma(1 + 1 / shape)
  // By logarithms, because both moments overflow for small shapes and their difference would be NaN.
  const squaredCv = math.expm1(math.gammaln(1 + 2 / shape) - 2 * math.gammaln(1 + 1 / shape))
  return makeLaw({
    name: 'weibull',
    text: [shape, scale],
    mean,
    variance: mean * mean * squaredCv,
    sample: (stream) => stream.weibull(shape, scale),
  })
}

/** Trials up to and including the first success: mean 1/p, variance (1 - p)/p^2. @throws RangeError unless 0 < p <= 1. */
function geometric(p: number): Law {
  requireLaw(p > 0 && p <= 1, `geometric(p = ${p})`, 'a probability with 0 < p <= 1')
  return makeLaw({
    name: 'geometric',
    text: [p],
    mean: 1 / p,
    variance: (1 - p) / (p * p),
    sample: (stream) => stream.geometric(p),
  })
}

/** Poisson law of counts; variance equal to the mean. @throws RangeError unless 0 <= mean <= 2^53. */
function poisson(mean: number): Law {
  requireLaw(mean >= 0 && mean <= 9007199254740992, `poisson(mean = ${mean})`, 'a mean between 0 and 2^53')
  return makeLaw({ name: 'poisson', text: [mean], mean, variance: mean, sample: (stream) => stream.poisson(mean) })
}

/** Factories of all laws. Arguments that carry a unit (mean, scale, minimum...) fix the unit of the variates. */
export const laws = {
  deterministic,
  empirical,
  erlang,
  exponential,
  gamma,
  geometric,
  hyperexponential,
  lognormal,
  normal,
  pareto,
  poisson,
  uniform,
  weibull,
  zipf,
} as const
