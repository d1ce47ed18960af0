import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { defineModel, integer, law } from '../../definition.ts'
import { durationProblem, isConstant, meanIfRegular } from '../../shared/queueing/durations.ts'
import { steadyState } from './theory.ts'

export default defineModel({
  name: 'queueing/machine-repair',
  title: 'Machine repair: a closed queue, M/M/c//N',
  source: 'Kleinrock, Queueing Systems vol. 1 (1975), section 3.8',
  parameters: {
    machines: integer({ default: 20, unit: 'machines', min: 1, max: 100_000, doc: 'Machines, or clients, N.' }),
    working: law({
      default: 'exponential(1s)',
      unit: 's',
      doc: 'Time from a repair to the next failure, or think time of a client, Z.',
    }),
    repair: law({ default: 'exponential(100ms)', unit: 's', doc: 'Time of a repair, or of a request, S.' }),
    repairmen: integer({ default: 1, unit: 'repairmen', min: 1, max: 100_000, doc: 'Repairmen, or servers, c.' }),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Repairs per second, X.' },
    meanDownTime: { unit: 's', doc: 'Mean time from a failure to the end of its repair, R.' },
    meanWait: { unit: 's', doc: 'Mean time from a failure to the start of its repair.' },
    meanWorking: { unit: 'machines', doc: 'Time-average number of machines that work.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy repairmen.' },
  },
  theory: {
    throughput: (p) => steadyState(p)?.throughput,
    meanDownTime: (p) => steadyState(p)?.meanDownTime,
    meanWait: (p) => steadyState(p)?.meanWait,
    meanWorking: (p) => steadyState(p)?.meanWorking,
    utilisation: (p) => steadyState(p)?.utilisation,
  },
  laws: {
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => meanIfRegular(p.repair),
        servers: (p) => p.repairmen,
      },
    ],
  },
  run: { warmUp: 50, horizon: 1050, replications: 10 },
  check: ({ working, repair }) =>
    durationProblem({ working, repair }) ?? (isConstant(repair, 0) ? 'repair takes no time: give it some.' : undefined),
  build(sim, p) {
    const workingTimes = sim.stream('working')
    const repairTimes = sim.stream('repair')
    const crew = new Resource(sim, { name: 'repairmen', capacity: p.repairmen })
    const down = sim.timeWeighted('down')
    const downTime = sim.tally('down time')
    const wait = sim.tally('wait')
    const repairs = sim.counter('repairs')

    function* machine(): ProcessBody {
      for (;;) {
        yield* sim.delay(p.working.sample(workingTimes))
        const failedAt = sim.now
        down.add(1)
        const { waited } = yield* crew.serve(p.repair.sample(repairTimes))
        down.add(-1)
        wait.record(waited)
        downTime.record(sim.now - failedAt)
        repairs.increment()
      }
    }

    for (let i = 0; i < p.machines; i++) sim.spawn(machine())
    return () => ({
      throughput: repairs.rate,
      meanDownTime: downTime.mean,
      meanWait: wait.mean,
      meanWorking: p.machines - down.mean,
      utilisation: crew.busy.mean / p.repairmen,
    })
  },
})
