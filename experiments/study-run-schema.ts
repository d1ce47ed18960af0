import { z } from 'zod'

// Every schema carries as its error the noun phrase that goes behind "expected".

/** Some text that is not empty. */
export const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected })
/** One of a few words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` })
/** A duration in simulated or wall-clock time; a bare number is in seconds. */
export const duration = z.union([z.string(), z.number()], { error: 'a duration, such as 10ms or 2h' })

const count = 'an integer >= 1'
const wholeCount = z.int({ error: count }).min(1, { error: count })
const confidence = 'a number between 0 and 1, such as 0.95'
const share = z.union([z.string(), z.number()], { error: 'a share, such as 2%' })

/** `run.replications` as a rule. */
export const replicationRule = z.strictObject(
  {
    min: wholeCount.optional().describe('Fewest replications; 10 unless given.'),
    max: wholeCount.optional().describe('Most replications; 200 unless given.'),
    until: z
      .record(
        z.string(),
        z.union(
          [
            z.string(),
            z.strictObject({
              relative: share.optional().describe('Half-width over the estimate, such as 2%.'),
              absolute: z
                .union([z.string(), z.number()], { error: 'a half-width in the unit of the metric' })
                .optional()
                .describe('Half-width in the unit of the metric.'),
            }),
          ],
          { error: 'a target such as 2% or { absolute: 5ms }' },
        ),
        { error: 'a map from metrics to targets, such as { meanWait: 5% }' },
      )
      .describe('How narrow the intervals are to be, by metric.'),
  },
  { error: 'a number, or { min: 10, max: 200, until: { meanWait: 5% } }' },
)

/** `run.warmUp` as a map. */
export const warmUpRule = z.strictObject(
  {
    rule: oneOf(['mser-5']),
    atMost: share.optional().describe('Largest share of the horizon that may be cut; 20% unless given.'),
  },
  { error: 'a duration, mser-5, or { rule: mser-5, atMost: 20% }' },
)

/** `run.limits`. */
export const limits = z.strictObject(
  {
    time: duration.optional().describe('Wall-clock time of one run, such as 60s.'),
    memory: z
      .union([z.string(), z.number()], { error: 'a size, such as 1GiB' })
      .optional()
      .describe('Memory of one run, such as 1GiB.'),
  },
  { error: 'a map with time, memory, such as { time: 60s, memory: 1GiB }' },
)

/** `run`: warm-up, horizon, replications and the rest. */
export const run = z.strictObject(
  {
    warmUp: z
      .union([z.string(), z.number(), warmUpRule], { error: 'a duration such as 10ms or 2h, or mser-5' })
      .optional()
      .describe('Deleted start of each run: a duration, or mser-5 to find it from the data.'),
    horizon: duration
      .optional()
      .describe('End time of the clock, such as 2h; Infinity: until the model ends by itself.'),
    replications: z
      .union([wholeCount, replicationRule], { error: count })
      .optional()
      .describe(
        'Independent repetitions of each design point, or a rule that stops when the intervals are narrow enough.',
      ),
    seed: z
      .union([text('some text or a number'), z.number()], { error: 'some text or a number' })
      .optional()
      .describe('Root of all random numbers.'),
    confidence: z
      .number({ error: confidence })
      .gt(0, { error: confidence })
      .lt(1, { error: confidence })
      .optional()
      .describe('Confidence of the intervals; 0.95 unless given.'),
    limits: limits.optional().describe('What one run may use before it is stopped.'),
    series: z
      .strictObject(
        {
          intervals: wholeCount.describe('Equal intervals of the run in which the metrics are observed.'),
          replications: wholeCount
            .optional()
            .describe('Replications of each design point made this way; 5 unless given.'),
        },
        { error: 'a map with intervals, replications, such as { intervals: 60, replications: 5 }' },
      )
      .optional()
      .describe('Makes the first replications once more as time series, for charts of kind timeseries.'),
    budget: duration.optional().describe('Wall-clock time that the whole sweep may take, such as 10min.'),
  },
  { error: 'a map with horizon, replications, ...' },
)
