import { order } from '../design/two-level.ts'
import { fewOf, type LintRule, type Remark } from './rule.ts'

/** Points for each factor below which a space-filling design leaves holes. */
const pointsPerFactor = 10
const fewestTrajectories = 4

/** Rules about factors and designs. */
export const designRules: readonly LintRule[] = [
  {
    code: 'constant-factor',
    severity: 'error',
    why: 'A factor with one level can have no effect: the study does not ask what it seems to ask.',
    find: ({ study }) =>
      study.description.factors
        .filter(({ levels }) => levels.length === 1)
        .map(({ name }) => ({
          path: ['vary', name],
          text: `"${name}" has one level; put it under "fix" or give it more.`,
        })),
  },
  {
    code: 'unused-level',
    severity: 'warning',
    why: 'A level that no design point has was planned and is not studied.',
    find: ({ study }) =>
      study.description.factors.flatMap(({ name, levels }): Remark[] => {
        const used = new Set(study.points.map((point) => point[name]))
        const unused = levels.filter((level) => !used.has(level))
        if (unused.length === 0) return []
        const format = study.model.parameters[name]!.format
        return [
          {
            path: ['vary', name],
            text: `No design point has ${name} = ${fewOf(unused.map(format))}; "where" or "skip" took them all.`,
          },
        ]
      }),
  },
  {
    code: 'idle-where',
    severity: 'warning',
    why: 'A condition that excludes nothing is a slip: a wrong unit, or a factor that was renamed.',
    find: ({ study }) =>
      study.content.where !== undefined && study.design.excluded === 0
        ? [
            {
              path: ['where'],
              text: `"where" excludes none of the ${study.design.candidates} points; correct or remove it.`,
            },
          ]
        : [],
  },
  {
    code: 'one-at-a-time-interaction',
    severity: 'warning',
    why: 'Varying one factor at a time can not show interactions: whatever two factors do together is taken for granted to be nothing.',
    find: ({ study }) =>
      study.design.kind === 'one-at-a-time' && study.design.axes.length > 1
        ? study.description.charts.flatMap(({ id, by, facet }, i) =>
            by !== undefined || facet !== undefined
              ? [
                  {
                    path: ['charts', i],
                    text: `Chart "${id}" crosses factors that the design never varied together; use "full" or "2k".`,
                  },
                ]
              : [],
          )
        : [],
  },
  {
    code: 'confounded-effects',
    severity: 'warning',
    why: 'In a fraction of resolution III every main effect is mixed with interactions of two factors.',
    find({ study }) {
      const { twoLevel } = study.design
      if (twoLevel === undefined || twoLevel.resolution > 3) return []
      const shortest = twoLevel.words.filter((word) => order(word) === 3).length
      return [
        {
          path: ['design'],
          text: `The fraction has resolution III (${shortest} words of three factors); halve once less for IV, or trust main effects only.`,
        },
      ]
    },
  },
  {
    code: 'uneven-sobol',
    severity: 'warning',
    why: 'A Sobol sequence is balanced only at powers of two.',
    find({ study }) {
      const { kind, candidates } = study.design
      if (kind !== 'sobol' || order(candidates) === 1) return []
      const below = 2 ** Math.floor(Math.log2(candidates))
      return [{ path: ['design'], text: `The design has ${candidates} points; take ${below} or ${2 * below}.` }]
    },
  },
  {
    code: 'few-samples',
    severity: 'warning',
    why: 'With few points a sampled design leaves most of the space unseen, and a screening confuses chance with effect.',
    find({ study }) {
      const { kind, candidates, axes } = study.design
      if (kind === 'morris') {
        const trajectories = candidates / (axes.length + 1)
        return trajectories < fewestTrajectories
          ? [
              {
                path: ['design'],
                text: `There are ${trajectories} trajectories; take ${fewestTrajectories} at least, 10 by habit.`,
              },
            ]
          : []
      }
      const wanted = pointsPerFactor * axes.length
      if ((kind !== 'lhs' && kind !== 'sobol') || candidates >= wanted) return []
      return [
        {
          path: ['design'],
          text: `There are ${candidates} points for ${axes.length} factors; take ${wanted} or more.`,
        },
      ]
    },
  },
  {
    code: 'repeated-points',
    severity: 'warning',
    why: 'Rows of a sampled design that fall on one point sample less than they say.',
    find({ study }) {
      const { kind, repeated, candidates } = study.design
      // A Morris trajectory may well come back to a grid point.
      if (repeated === 0 || kind === 'morris' || repeated < candidates / 10) return []
      return [
        {
          path: ['design'],
          text: `${repeated} of ${candidates} rows fall on points that are there already; the factors have too few levels for so many points.`,
        },
      ]
    },
  },
]
