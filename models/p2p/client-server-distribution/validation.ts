import type { Claim } from '../../claim.ts'
import { sharingResponse } from '../../shared/queueing/erlang.ts'

const kurose = 'Kurose and Ross, Computer Networking (6th ed. 2013), section 2.6, eq. 2.1: max(N F / us, F / dmin)'
const sharing = 'Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: processor sharing, T = S / (1 - rho)'

/** 10 MB over 8 Mbit/s: 10 s for a client alone. */
const file = { fileSize: '10MB', serverUpload: '8Mbps' }
const crowd = { ...file, arrivals: 'flash-crowd' }
const open = { ...file, arrivals: 'poisson', download: '8Mbps' }
const run = { warmUp: 2000, horizon: 402_000, replications: 10 }
const longRun = { ...run, horizon: 1_602_000 }

const claims: readonly Claim[] = [
  {
    claim: 'A crowd of 200 waits 200 times as long as a client alone.',
    source: kurose,
    parameters: { ...crowd, clients: 200 },
    expected: { meanDownload: 2000, makespan: 2000, lowerBound: 2000, uploadUse: 1 },
    run: { horizon: 10_000, replications: 3 },
  },
  {
    claim: 'A crowd of few is limited by its downlinks.',
    source: kurose,
    parameters: { ...crowd, clients: 4, download: '1Mbps' },
    expected: { meanDownload: 80, makespan: 80, uploadUse: 0.5 },
    run: { horizon: 1000, replications: 3 },
  },
  {
    claim: 'Clients of a very fast server wait for nothing but their own downlinks.',
    source: kurose,
    parameters: { ...crowd, clients: 60, serverUpload: '1Gbps', fastShare: 0.5 },
    expected: { typicalTime: 80 / 1.5, fastTime: 80 / 6 },
    run: { horizon: 1000, replications: 3 },
  },
  {
    claim: 'F/u = 1 h, us = 10 u: a server alone needs N/10 hours, 3.5 for 35 clients.',
    source: 'Kurose and Ross, Computer Networking (6th ed. 2013), figure 2.25',
    parameters: { arrivals: 'flash-crowd', fileSize: '45MB', serverUpload: '1Mbps', download: '1Mbps', clients: 35 },
    expected: { makespan: 12_600 },
    run: { horizon: 100_000, replications: 3 },
  },
  {
    claim: 'One after the other, clients wait half as long on average, and the last one no longer.',
    source: 'Conservation of work: the j-th is done after j F / us, so the mean is (F / us) (N + 1) / 2',
    parameters: { ...crowd, clients: 99, download: '8Mbps', slots: 1 },
    expected: { meanDownload: 500, makespan: 990 },
    run: { horizon: 10_000, replications: 3 },
  },
  ...[0.05, 0.08].map(
    (arrivalRate): Claim => ({
      claim: `At ${arrivalRate * 1000} % load, sharing makes random clients wait as in processor sharing.`,
      source: sharing,
      parameters: { ...open, arrivalRate },
      expected: { meanDownload: 10 / (1 - arrivalRate * 10), uploadUse: arrivalRate * 10 },
      run: longRun,
    }),
  ),
  {
    claim: 'A file of one size is served sooner in turn than at once: half the queue.',
    source: 'Kleinrock, Queueing Systems vol. 1 (1975), section 5.6: M/D/1, T = S + rho S / (2 (1 - rho))',
    parameters: { ...open, arrivalRate: 0.08, slots: 1 },
    expected: { meanDownload: 30, meanClients: 2.4 },
    run: longRun,
  },
  {
    claim: 'Clients with a quarter of the server’s rate wait as if for four cores.',
    source: 'Erlang C with c = 4, a = 2.8, by the insensitivity of sharing: Cohen, Acta Informatica 12 (1979)',
    parameters: { ...open, arrivalRate: 0.07, download: '2Mbps' },
    expected: { meanDownload: sharingResponse(0.07, 40, 4)! },
    run,
  },
  {
    claim: 'Two servers that share each client halve the time of two servers that share the clients.',
    source: `${sharing}, with half the rate for S`,
    parameters: { ...open, arrivalRate: 0.05, servers: 2, serverUpload: '4Mbps', striping: false },
    expected: { meanDownload: 40, uploadUse: 0.5 },
    run,
  },
]

export default claims
