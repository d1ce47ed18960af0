import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import { barrier, forkJoin, requests } from './programs.ts'
import { Runtime } from './runtime.ts'
import { carriersOf, costsOf, efficiency, hasActivations, meanCycle, throughput, wastedCores } from './theory.ts'

const cost = (value: number | string, doc: string) => real({ default: value, unit: 's', min: 0, doc })

export default defineModel({
  name: 'threads/thread-mapping',
  title: 'User threads on kernel threads on cores',
  source: 'Anderson, Bershad, Lazowska, Levy, Scheduler activations, TOCS 10(1), 1992',
  parameters: {
    mapping: choice(['many-to-one', 'one-to-one', 'many-to-many', 'scheduler-activations'], {
      default: 'one-to-one',
      doc: 'User threads on kernel threads: all on one; each on its own; on a few; on one for each core, which the kernel replaces when it blocks.',
    }),
    workload: choice(['requests', 'barrier', 'fork-join'], {
      default: 'requests',
      doc: 'Endless requests, steps between barriers, or threads created for a step each and joined.',
    }),
    threads: integer({ default: 8, unit: 'threads', min: 1, max: 10_000, doc: 'User threads, n.' }),
    kernelThreads: integer({
      default: 2,
      unit: 'threads',
      min: 1,
      max: 10_000,
      doc: 'Kernel threads under many-to-many, L.',
    }),
    cores: integer({ default: 1, unit: 'cores', min: 1, max: 10_000, doc: 'Number of cores, k.' }),
    cpu: law({ default: 'exponential(2ms)', unit: 's', doc: 'CPU time of a step, C.' }),
    blocking: law({ default: 'exponential(8ms)', unit: 's', doc: 'Blocking call in the kernel after that, B.' }),
    imbalance: real({
      default: 0,
      unit: '1',
      min: 0,
      doc: 'CPU time of the first thread beyond that of the others, as a fraction; under barrier and fork-join.',
    }),
    quantum: real({
      default: 'unlimited',
      unit: 's',
      above: 0,
      unlimited: true,
      doc: 'Time slice of the kernel for a kernel thread, when others wait.',
    }),
    userSwitch: cost(0, 'Cost of a kernel thread going on with another user thread.'),
    kernelSwitch: cost(0, 'Cost of a core going on with another kernel thread.'),
    upcall: cost(
      0,
      'Under scheduler-activations: cost of telling the user level that a thread blocks, and is back; 2.4 ms in the untuned prototype.',
    ),
    userSync: cost('37us', 'Signal and wait of user threads, by each at each barrier.'),
    kernelSync: cost('441us', 'The same of kernel threads, under one-to-one.'),
    userCreation: cost('34us', 'Creation of a user thread, under fork-join.'),
    kernelCreation: cost('948us', 'Creation of a kernel thread, under fork-join and one-to-one.'),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Steps of all threads per second, X.' },
    meanCycle: {
      unit: 's',
      doc: 'Mean time from step to step of a thread (requests), from barrier to barrier, or from fork to fork.',
    },
    efficiency: { unit: '1', doc: 'Fraction of all core time that goes into the steps themselves.' },
    coreUtilisation: { unit: '1', doc: 'Time-average fraction of busy cores, all costs included.' },
    wastedCores: {
      unit: 'cores',
      doc: 'Time-average number of idle cores that ready user threads could use if they had kernel threads.',
    },
    switchOverhead: { unit: '1', doc: 'Fraction of all core time that goes into switches between kernel threads.' },
  },
  theory: { throughput, meanCycle, efficiency, wastedCores },
  run: { warmUp: 2, horizon: 42, replications: 10 },
  check: (p) => {
    const { cpu, blocking } = p
    const creates = p.workload === 'fork-join' && costsOf(p).creation > 0
    if (cpu.mean + blocking.mean === 0 && !creates) return 'cpu and blocking are both 0: a step must take some time.'
    return durationProblem({ cpu, blocking })
  },
  build(sim, p) {
    const imbalance = p.workload === 'requests' ? 0 : p.imbalance
    const program = { requests, barrier, 'fork-join': forkJoin }[p.workload](sim, { ...p, ...costsOf(p), imbalance })
    const runtime = new Runtime(
      sim,
      {
        ...p,
        threads: p.threads + (p.workload === 'fork-join' ? 1 : 0),
        carriers: carriersOf(p),
        bound: p.mapping === 'one-to-one',
        activations: hasActivations(p),
      },
      program,
    )
    program.start(runtime)
    const { steps, useful, cycle } = program.progress
    const { cores, wasted } = runtime
    return () => ({
      throughput: steps.rate,
      meanCycle: cycle.mean,
      efficiency: useful.rate / p.cores,
      coreUtilisation: cores.busy.mean / p.cores,
      wastedCores: wasted.mean,
      switchOverhead: cores.switching.rate / p.cores,
    })
  },
})
