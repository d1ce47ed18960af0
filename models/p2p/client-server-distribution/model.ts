import { boolean, choice, defineModel, integer, real } from '../../definition.ts'
import { Service } from './service.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/client-server-distribution',
  title: 'File distribution by servers alone',
  source: 'Kurose and Ross, Computer Networking, 6th ed. (2013), section 2.6',
  parameters: {
    fileSize: integer({ default: '102.4MB', unit: 'B', min: 1, doc: 'Size of the file, F.' }),
    servers: integer({ default: 1, unit: 'servers', min: 1, doc: 'Servers that have the file.' }),
    serverUpload: real({ default: '6Mbps', unit: 'bit/s', above: 0, doc: 'Uplink of each server, us.' }),
    striping: boolean({
      default: true,
      doc: 'Each client receives from all servers at once; or else from one of them, drawn at random on arrival.',
    }),
    slots: integer({
      default: 'unlimited',
      unit: 'slots',
      min: 1,
      unlimited: true,
      doc: 'Clients that are served at the same time (by each server, without striping); others wait in order of arrival.',
    }),
    arrivals: choice(['poisson', 'flash-crowd'], {
      default: 'poisson',
      doc: 'A Poisson process until the horizon, or all clients at the start.',
    }),
    clients: integer({ default: 100, unit: 'clients', min: 1, doc: 'Size of the flash crowd, N.' }),
    arrivalRate: real({ default: '0.004/s', unit: '1/s', above: 0, doc: 'Rate of Poisson arrivals, lambda.' }),
    download: real({ default: '1500kbps', unit: 'bit/s', above: 0, doc: 'Downlink of a typical client, d.' }),
    fastShare: real({
      default: 0,
      unit: '1',
      min: 0,
      max: 1,
      doc: 'Fraction of the clients that have fast downlinks.',
    }),
    fastDownload: real({ default: '6Mbps', unit: 'bit/s', above: 0, doc: 'Downlink of a fast client.' }),
  },
  metrics: {
    meanDownload: { unit: 's', doc: 'Mean time from arrival to the last bit.' },
    typicalTime: { unit: 's', doc: 'That of typical clients.' },
    fastTime: { unit: 's', doc: 'That of fast clients.' },
    makespan: { unit: 's', doc: 'Time until all of a flash crowd have the file; none while there are clients.' },
    lowerBound: { unit: 's', doc: 'No schedule of the servers has a shorter makespan: max(N F / us, F / dmin).' },
    meanClients: { unit: 'clients', doc: 'Time-average number of clients that wait or receive.' },
    uploadUse: { unit: '1', doc: 'Fraction of the uplinks of the servers in use.' },
    completed: { unit: 'clients', doc: 'Clients that have received the file.' },
  },
  theory: {
    meanDownload: theory.meanDownload,
    makespan: theory.makespan,
    meanClients: (p) => {
      const time = p.arrivals === 'poisson' ? theory.meanDownload(p) : undefined
      return time === undefined ? undefined : p.arrivalRate * time
    },
  },
  run: { horizon: 100_000, replications: 5 },
  build(sim, p) {
    const arrivals = sim.stream('arrivals')
    const classes = sim.stream('classes')
    const choices = sim.stream('server')
    const pools = p.striping ? 1 : p.servers
    const capacity = (p.servers * p.serverUpload) / pools
    const times = [sim.tally('typical'), sim.tally('fast')] as const
    const present = sim.timeWeighted('clients')
    let left = p.arrivals === 'flash-crowd' ? p.clients : Infinity
    let lastEnd: number | undefined
    const service = new Service(sim, { pools, capacity, slots: p.slots, bits: 8 * p.fileSize }, (since, fast) => {
      times[fast].record(sim.now - since)
      present.add(-1)
      lastEnd = sim.now
      if (--left === 0) sim.stop()
    })
    const arrive = (): void => {
      const fast = classes.uniform01() < p.fastShare ? 1 : 0
      const pool = pools === 1 ? 0 : choices.integer(0, pools - 1)
      present.add(1)
      service.request(pool, fast === 1 ? p.fastDownload : p.download, fast)
    }
    if (p.arrivals === 'flash-crowd') for (let i = 0; i < p.clients; i++) arrive()
    else {
      const next = (): void => {
        sim.schedule(arrivals.exponential(1 / p.arrivalRate), () => {
          next()
          arrive()
        })
      }
      next()
    }
    return () => {
      const [typical, fast] = times
      const completed = typical.count + fast.count
      return {
        meanDownload: completed === 0 ? undefined : (typical.sum + fast.sum) / completed,
        typicalTime: typical.count === 0 ? undefined : typical.mean,
        fastTime: fast.count === 0 ? undefined : fast.mean,
        makespan: left === 0 ? lastEnd : undefined,
        lowerBound: p.arrivals === 'flash-crowd' ? theory.distributionBound(p) : undefined,
        meanClients: present.mean,
        uploadUse: service.utilisation,
        completed,
      }
    }
  },
})
