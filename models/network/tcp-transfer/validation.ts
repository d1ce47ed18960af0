import type { Claim, RunLength } from '../../claim.ts'

const slowStart =
  'Kurose and Ross, Computer Networking (3rd ed. 2005), section 3.7.2: 2 RTT + O/R + P (RTT + S/R) - (2^P - 1) S/R'
const once: RunLength = { horizon: Infinity, replications: 3 }
const kurose = { mss: 536, rtt: 0.1, initialWindow: 1 }

const mathis =
  'Mathis, Semke, Mahdavi, Ott, The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm, CCR 27 (1997)'
const padhye = 'Padhye, Firoiu, Towsley, Kurose, Modeling TCP Throughput, SIGCOMM 1998, equation 30'
/** Nothing but losses holds the sender back; minTimeout is T0 of PFTK. */
const lossy = { rtt: 0.1, mss: 1460, bandwidth: 1e9, minTimeout: 0.4 }
const long: RunLength = { horizon: Infinity, replications: 20 }
const approximate = {
  relative: 0.1,
  reason: 'a model of rounds: losses to the end of a round, no time for recovery, no spread of round trips',
}

const losses: readonly Claim[] = [
  {
    claim: 'NewReno that loses a segment in 1000 at random has 1.31 MSS / (RTT sqrt p).',
    source: `${mathis}, table 1: 1.31 for random losses, every segment acknowledged`,
    parameters: { ...lossy, congestion: 'newreno', loss: 0.001, objectBytes: 292_000_000 },
    expected: { throughput: 4_838_538 },
    run: long,
    tolerance: { relative: 0.05, reason: 'the limit of rare losses: recoveries and whole segments cost a few percent' },
  },
  {
    claim: 'NewReno that loses a segment in 1000 is near MSS / RTT sqrt(3 / 2p).',
    source: `${mathis}, equation 3, for losses at equal distances`,
    parameters: { ...lossy, congestion: 'newreno', loss: 0.001, objectBytes: 292_000_000 },
    expected: { throughput: 4_523_644 },
    run: long,
    tolerance: { relative: 0.1, reason: 'derived for losses at equal distances; random ones have 7 % more (table 1)' },
  },
  {
    claim: 'NewReno that loses a segment in 1000 has sqrt 2 times less where one acknowledgement answers two.',
    source: `${mathis}, equation 3 with b = 2`,
    parameters: {
      ...lossy,
      congestion: 'newreno',
      loss: 0.001,
      delayedAcks: true,
      ackDelay: 0.04,
      objectBytes: 292_000_000,
    },
    expected: { throughput: 3_198_699 },
    run: long,
    tolerance: { relative: 0.1, reason: 'derived for losses at equal distances; random ones have 7 % more (table 1)' },
  },
  {
    claim: 'NewReno that loses one segment in 100 has 1.312 Mbps of a path of 100 ms.',
    source: padhye,
    parameters: { ...lossy, congestion: 'newreno', loss: 0.01, objectBytes: 90_000_000 },
    expected: { throughput: 1_312_040 },
    run: long,
    tolerance: approximate,
  },
  {
    claim: 'Reno that loses one segment in 100 has 1.312 Mbps of a path of 100 ms.',
    source: padhye,
    parameters: { ...lossy, congestion: 'reno', loss: 0.01, objectBytes: 90_000_000 },
    expected: { throughput: 1_312_040 },
    run: long,
    tolerance: approximate,
  },
  {
    claim: 'NewReno that loses one segment in 20 has 431 kbps of a path of 100 ms: time-outs count.',
    source: padhye,
    parameters: { ...lossy, congestion: 'newreno', loss: 0.05, objectBytes: 40_000_000 },
    expected: { throughput: 430_511 },
    run: long,
    tolerance: approximate,
  },
  {
    claim: 'NewReno that loses one segment in 100 has 928 kbps with delayed acknowledgements.',
    source: padhye,
    parameters: {
      ...lossy,
      congestion: 'newreno',
      loss: 0.01,
      delayedAcks: true,
      ackDelay: 0.04,
      objectBytes: 90_000_000,
    },
    expected: { throughput: 927_753 },
    run: long,
    tolerance: approximate,
  },
]

const claims: readonly Claim[] = [
  {
    claim: 'Over 28 kbps and 100 ms slow start stalls after the first window of 100 kB: 28.8714 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 100000, bandwidth: 28000 },
    expected: { latency: 28.871428571 },
    run: once,
  },
  {
    claim: 'Over 28 kbps and 100 ms slow start stalls after the first window of 100 kB: 28.8714 s as computed.',
    source: slowStart,
    parameters: { ...kurose, detail: 'formula', objectBytes: 100000, bandwidth: 28000 },
    expected: { latency: 28.871428571 },
    run: once,
  },
  {
    claim: 'Over 100 kbps and 100 ms slow start stalls after two windows of 100 kB: 8.35712 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 100000, bandwidth: 100000 },
    expected: { latency: 8.35712 },
    run: once,
  },
  {
    claim: 'Over 100 kbps and 100 ms slow start stalls after two windows of 100 kB: 8.35712 s as computed.',
    source: slowStart,
    parameters: { ...kurose, detail: 'formula', objectBytes: 100000, bandwidth: 100000 },
    expected: { latency: 8.35712 },
    run: once,
  },
  {
    claim: 'Over 1 Mbps and 100 ms slow start stalls after five windows of 100 kB: 1.38851 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 100000, bandwidth: 1000000 },
    expected: { latency: 1.388512 },
    run: once,
  },
  {
    claim: 'Over 1 Mbps and 100 ms slow start stalls after five windows of 100 kB: 1.38851 s as computed.',
    source: slowStart,
    parameters: { ...kurose, detail: 'formula', objectBytes: 100000, bandwidth: 1000000 },
    expected: { latency: 1.388512 },
    run: once,
  },
  {
    claim: 'Over 10 Mbps and 100 ms slow start stalls after seven windows of 100 kB: 0.928544 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 100000, bandwidth: 10000000 },
    expected: { latency: 0.928544 },
    run: once,
  },
  {
    claim: 'Over 10 Mbps and 100 ms slow start stalls after seven windows of 100 kB: 0.928544 s as computed.',
    source: slowStart,
    parameters: { ...kurose, detail: 'formula', objectBytes: 100000, bandwidth: 10000000 },
    expected: { latency: 0.928544 },
    run: once,
  },
  {
    claim: 'Over 28 kbps and 100 ms slow start stalls after the first window of 5 kB: 1.72857 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 5000, bandwidth: 28000 },
    expected: { latency: 1.728571429 },
    run: once,
  },
  {
    claim: 'Over 100 kbps and 100 ms slow start stalls after two windows of 5 kB: 0.75712 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 5000, bandwidth: 100000 },
    expected: { latency: 0.75712 },
    run: once,
  },
  {
    claim: 'Over 1 Mbps and 100 ms slow start stalls after three windows of 5 kB: 0.522848 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 5000, bandwidth: 1000000 },
    expected: { latency: 0.522848 },
    run: once,
  },
  {
    claim: 'Over 10 Mbps and 100 ms slow start stalls after three windows of 5 kB: 0.502285 s packet by packet.',
    source: slowStart,
    parameters: { ...kurose, detail: 'packets', objectBytes: 5000, bandwidth: 10000000 },
    expected: { latency: 0.5022848 },
    run: once,
  },
  {
    claim: 'The formula holds for a first window of 10 segments of 1460 bytes as well.',
    source: 'The same sum with windows w, 2w, 4w...: 2 RTT + O/R + P (RTT + S/R) - w (2^P - 1) S/R',
    parameters: { objectBytes: 1000000, bandwidth: 50000000, initialWindow: 10, rtt: 0.04, mss: 1460 },
    expected: { latency: 0.368752 },
    run: once,
  },
  {
    claim: 'The formula holds for a first window of 4 segments of 1000 bytes as well.',
    source: 'The same sum with windows w, 2w, 4w...: 2 RTT + O/R + P (RTT + S/R) - w (2^P - 1) S/R',
    parameters: { objectBytes: 250000, bandwidth: 100000000, initialWindow: 4, rtt: 0.2, mss: 1000 },
    expected: { latency: 1.41048 },
    run: once,
  },
  {
    claim: 'A receiver with room for eight segments lets 10 Mbps stand idle for a round trip after every eight.',
    source:
      'Kurose and Ross, Computer Networking (3rd ed. 2005), section 3.7.2, static window: 2 RTT + O/R + (K - 1) (S/R + RTT - W S/R)',
    parameters: { objectBytes: 1000000, mss: 1000, initialWindow: 8, receiveWindow: 8 },
    expected: { latency: 12.7056 },
    run: once,
  },
  {
    claim: 'TLS 1.3 costs one round trip more, TLS 1.2 two.',
    source: 'RFC 8446 (2018), section 2, and RFC 5246 (2008), section 7.3: round trips of a full handshake',
    parameters: { objectBytes: 1000, bandwidth: 8000000, tlsRoundTrips: 2 },
    expected: { latency: 0.401 },
    run: once,
  },
  ...losses,
]
export default claims
