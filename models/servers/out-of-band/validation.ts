import type { Claim } from '../../claim.ts'

const cobham = 'Cobham, Operations Research 2(1), 1954'
const preemption = 'Kleinrock, Queueing Systems vol. 2 (1976), section 3.5'
const conservation = 'Kleinrock, Queueing Systems vol. 2 (1976), section 3.4'
const mg1 = 'Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113'

const unit = { urgentService: 'exponential(1s)', bulkService: 'exponential(1s)' }
/** A third of the messages is urgent, at a load of 80 %. */
const many = { ...unit, urgentRate: 0.3, bulkRate: 0.5 }
/** One in twenty. */
const few = { ...unit, urgentRate: 0.04, bulkRate: 0.76 }
const run = { warmUp: 500, horizon: 45_500, replications: 30 }

/** A wire of 1 Mb/s at 80 % load: 0.512 ms for an urgent message, 12 ms for another. */
const narrow = {
  urgentRate: 20,
  bulkRate: 65,
  urgentSize: '64B',
  bulkSize: '1500B',
  bandwidth: '1Mbps',
  urgentService: '1ms',
  bulkService: '1ms',
}
const loads = { urgent: 20 * 0.000512, bulk: 65 * 0.012 }
const residual = (20 * 0.000512 * 0.000512 + 65 * 0.012 * 0.012) / 2
const slack = 1 - loads.urgent - loads.bulk
const wireRun = { warmUp: 20, horizon: 820, replications: 14 }

const claims: readonly Claim[] = [
  {
    claim:
      'With a port and a thread of their own, urgent messages wait for the message at hand and for one another only.',
    source: `${cobham}: W0 / (1 - rho_1) and W0 / ((1 - rho_1)(1 - rho)); ${conservation}`,
    parameters: many,
    expected: { urgentWait: 1.14286, bulkWait: 5.71429, weightedWait: 4, utilisation: 0.8 },
    run,
  },
  {
    claim: 'If they interrupt the message at hand, they meet nobody but one another.',
    source: preemption,
    parameters: { ...many, scheduling: 'preemptive' },
    expected: { urgentDelay: 1.42857, bulkDelay: 7.14286 },
    run,
  },
  {
    claim: 'In band they wait like everybody else.',
    source: mg1,
    parameters: { ...many, channel: 'in-band' },
    expected: { urgentWait: 4, bulkWait: 4, weightedWait: 4 },
    run,
  },
  {
    claim: 'One urgent message in twenty waits 0.83 service times instead of 4, and costs the others 4 %.',
    source: cobham,
    parameters: few,
    expected: { urgentWait: 0.8333333, bulkWait: 4.1666667, weightedWait: 4 },
    run,
  },
  {
    claim: 'If it interrupts, it is done after 1.04 service times.',
    source: preemption,
    parameters: { ...few, scheduling: 'preemptive' },
    expected: { urgentDelay: 1.0416667 },
    run,
  },
  {
    claim: 'TCP urgent mode on an idle wire is as good as a port of its own.',
    source: cobham,
    parameters: { ...few, channel: 'tcp-urgent' },
    expected: { urgentWait: 0.8333333, bulkWait: 4.1666667 },
    run,
  },
  {
    claim: 'Long bulk messages of constant length hold up short urgent ones by half of their length and more.',
    source: cobham,
    parameters: { urgentRate: 0.2, bulkRate: 0.06, urgentService: '0.5s', bulkService: '10s' },
    expected: {
      urgentWait: (0.2 * 0.25 + 0.06 * 100) / 2 / 0.9,
      bulkWait: (0.2 * 0.25 + 0.06 * 100) / 2 / (0.9 * 0.3),
    },
    run: { ...run, horizon: 100_500 },
  },
  ...(['tcp-urgent', 'in-band'] as const).map(
    (channel): Claim => ({
      claim: `On a busy wire ${channel === 'in-band' ? 'data in band wait' : 'TCP urgent mode does not overtake what is sent already: urgent messages wait'} as long as all.`,
      source: mg1,
      parameters: { ...narrow, channel },
      expected: { urgentWireWait: residual / slack, bulkWireWait: residual / slack },
      run: wireRun,
    }),
  ),
  {
    claim:
      'If the network, too, sends the separate port first, an urgent message waits for the packet on the wire only.',
    source: cobham,
    parameters: { ...narrow, wirePriority: true },
    expected: { urgentWireWait: residual / (1 - loads.urgent), bulkWireWait: residual / ((1 - loads.urgent) * slack) },
    run: wireRun,
  },
]

export default claims
