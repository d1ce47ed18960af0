import type { Claim, RunLength } from '../../claim.ts'

const crossings = 'Kermani and Kleinrock, Computer Networks 3 (1979), section 3'
const repair = 'Machine repair: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8'
const meanValues = 'Mean value analysis: Reiser and Lavenberg, Journal of the ACM 27 (1980)'
const logp = 'Culler et al., LogP, PPoPP 1993, section 4.1.1'
const fixed: RunLength = { horizon: 60, replications: 3 }
const told: RunLength = { horizon: Infinity, replications: 3 }
const steady: RunLength = { warmUp: 2, horizon: 32, replications: 20 }

/** A megabyte over three links of 10 Mbps and 5 ms. */
const megabyte = {
  hops: 3,
  request: 1_000_000,
  reply: 0,
  sizes: 'constant',
  service: 'deterministic(10ms)',
  think: 'deterministic(100ms)',
}
/** Processors of the CM-5. */
const cm5 = { operation: 'broadcast' }
/** Two messages of 0.8 ms each a call, 8.4 ms apart. */
const bus = {
  medium: 'bus',
  switching: 'message',
  latency: 0,
  request: 1000,
  reply: 1000,
  service: 'exponential(3ms)',
  think: 'exponential(5.4ms)',
}

const claims: readonly Claim[] = [
  {
    claim: 'A megabyte that each of two relays stores whole takes three times its 0.8 s: 2.415 s.',
    source: `${crossings}: H (M / B + d)`,
    parameters: { ...megabyte, switching: 'message' },
    expected: { requestTime: 2.415, communicationTime: 2.43, responseTime: 2.44 },
    run: fixed,
  },
  {
    claim: 'In packets of 1500 bytes it takes 0.8174 s: each relay adds one packet.',
    source: `${crossings}, for each packet: M / B + (H - 1) P / B + H d`,
    parameters: megabyte,
    expected: { requestTime: 0.8174, communicationTime: 0.8324 },
    run: fixed,
  },
  {
    claim: 'Cut through after 40 bytes it takes 0.815064 s: each relay adds the head.',
    source: `${crossings}: M / B + (H - 1) h / B + H d`,
    parameters: { ...megabyte, switching: 'cut-through' },
    expected: { requestTime: 0.815064 },
    run: fixed,
  },
  {
    claim: 'Headers of 40 bytes in packets of 1500 make it 685 packets and 0.8394 s.',
    source: `${crossings}: (M + k h) / B + (H - 1) P / B + H d with k = ceil(M / 1460)`,
    parameters: { ...megabyte, headerBytes: 40 },
    expected: { requestTime: 0.83932 },
    run: fixed,
  },
  {
    claim: 'Over a modem a page of 8 kB takes 2.4 s to come, of which the server works 10 ms.',
    source: 'M / B + d each way: (200 + 8000) x 8 / 28 800 + 2 x 0.05',
    parameters: { ...megabyte, network: 'ppp', request: 200, reply: 8000 },
    expected: { communicationTime: 2.3777777777777778, communicationShare: 0.99581200558399 },
    run: fixed,
  },
  {
    claim: 'Over a satellite the same call takes half a second, and bandwidth hardly matters.',
    source: `${crossings}: packets over two links, 2 x 2 x 0.125 s of propagation`,
    parameters: { ...megabyte, network: 'satellite', request: 200, reply: 8000 },
    expected: { communicationTime: 0.50792 },
    run: fixed,
  },
  {
    claim: 'Ten clients that think for 5 s find a server of 1 s busy 98 % of the time and wait 4.19 s.',
    source: repair,
    parameters: {
      clients: 10,
      servers: 1,
      think: 'exponential(5s)',
      service: 'exponential(1s)',
      request: 0,
      reply: 0,
      latency: 0,
    },
    expected: { throughput: 0.98161543, responseTime: 5.18728893, queueingTime: 4.18728893 },
    run: { warmUp: 200, horizon: 8200, replications: 20 },
  },
  {
    claim: 'Four clients on a bus wait for each other: two messages of 0.8 ms take 2.6 ms.',
    source: repair,
    parameters: { ...bus, clients: 4 },
    expected: { throughput: 364.00997, communicationTime: 0.00258871 },
    run: steady,
  },
  {
    claim: 'Twenty clients saturate the bus at 625 calls per second.',
    source: `${repair}: X = min(n / (Z + S + b), 1 / b) from above`,
    parameters: { ...bus, clients: 20 },
    expected: { throughput: 625, linkUtilisation: 1 },
    run: steady,
  },
  {
    claim: 'With links of their own twenty clients make twenty times the calls of one.',
    source: 'n / (Z + S + b), for nobody is in the way of anybody',
    parameters: { ...bus, medium: 'switched', clients: 20 },
    expected: { throughput: 2000, responseTime: 0.0046 },
    run: { warmUp: 1, horizon: 6, replications: 20 },
  },
  {
    claim: 'Five clients share a bus and a server of 5 ms: the server is what they wait for.',
    source: meanValues,
    parameters: { ...bus, clients: 5, servers: 1, service: 'exponential(5ms)', think: 'exponential(20ms)' },
    expected: { throughput: 152.971415, queueingTime: 0.00568893575, communicationTime: 0.00199690956 },
    run: steady,
  },
  {
    claim: 'On a CM-5 a broadcast reaches 8 processors after 24 us.',
    source: `${logp}, figure 3`,
    parameters: cm5,
    expected: { broadcastTime: 24e-6 },
    run: told,
  },
  {
    claim: 'It reaches 16 processors after 32 us.',
    source: `${logp}: everyone who knows tells another every max(g, o), evaluated by hand`,
    parameters: { ...cm5, processors: 16 },
    expected: { broadcastTime: 32e-6 },
    run: told,
  },
  {
    claim: 'It reaches 64 processors after 46 us.',
    source: `${logp}: everyone who knows tells another every max(g, o), evaluated by hand`,
    parameters: { ...cm5, processors: 64 },
    expected: { broadcastTime: 46e-6 },
    run: told,
  },
  {
    claim: 'The root alone needs 258 us to tell 64 processors, a chain 630 us.',
    source: 'LogP: (P - 2) g + L + 2 o; for the chain see the next claim',
    parameters: { ...cm5, processors: 64, tree: 'flat' },
    expected: { broadcastTime: 258e-6 },
    run: told,
  },
  {
    claim: 'A chain of 64 processors takes 63 messages one after the other.',
    source: 'LogP: (P - 1) (L + 2 o)',
    parameters: { ...cm5, processors: 64, tree: 'chain' },
    expected: { broadcastTime: 630e-6 },
    run: told,
  },
  {
    claim:
      'A binomial tree of 64 processors takes six messages one after the other: it ignores that senders are free early.',
    source: 'LogP: the processor with all bits set is told last, log2 P (L + 2 o)',
    parameters: { ...cm5, processors: 64, tree: 'binomial' },
    expected: { broadcastTime: 60e-6 },
    run: told,
  },
]

export default claims
