import { defineModel } from '../../definition.ts'
import { Broadcast } from './broadcast.ts'
import { Calls } from './calls.ts'
import { pathOf } from './networks.ts'
import { parameters } from './parameters.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'network/communication-time',
  title: 'Communication time against service time',
  source: 'Kermani and Kleinrock, Computer Networks 3 (1979); Culler et al., LogP, PPoPP 1993',
  parameters,
  metrics: {
    responseTime: { unit: 's', doc: 'call: mean time from sending a request to the last bit of the reply.' },
    communicationTime: { unit: 's', doc: 'call: the part of it spent on the network, both ways.' },
    requestTime: { unit: 's', doc: 'call: mean time from sending a request to its last bit at the server.' },
    queueingTime: { unit: 's', doc: 'call: the part of it that the request waits for a server.' },
    serviceTime: { unit: 's', doc: 'call: the part of it that the server works.' },
    communicationShare: { unit: '1', doc: 'call: communication over response.' },
    throughput: { unit: '1/s', doc: 'call: calls that end per second, of all clients.' },
    linkUtilisation: {
      unit: '1',
      doc: 'call: fraction of time that the bus, or the first link of a client, transmits.',
    },
    broadcastTime: { unit: 's', doc: 'broadcast: when the last processor knows.' },
  },
  theory: {
    responseTime: theory.responseTime,
    communicationTime: theory.communicationTime,
    requestTime: theory.requestTime,
    queueingTime: theory.queueingTime,
    serviceTime: theory.serviceTime,
    communicationShare: theory.communicationShare,
    throughput: theory.throughput,
    broadcastTime: theory.broadcastTime,
  },
  run: { horizon: 300, replications: 10 },
  check(p) {
    const { mtu, hops } = pathOf(p)
    if (p.headerBytes >= mtu) return `headerBytes = ${p.headerBytes}: expected less than the mtu of ${mtu}`
    if (p.medium === 'bus' && hops > 1) return `medium = bus with ${hops} hops: expected a network of one hop`
    return undefined
  },
  build(sim, p) {
    if (p.operation === 'broadcast') {
      const broadcast = new Broadcast(sim, p)
      return () => ({ ...nothing, broadcastTime: broadcast.finishedAt })
    }
    const calls = new Calls(sim, p)
    const { response, communication, queueing, service, network } = calls
    return () => ({
      responseTime: response.mean,
      communicationTime: communication.mean,
      requestTime: calls.request.mean,
      queueingTime: queueing.mean,
      serviceTime: service.mean,
      communicationShare: communication.mean / response.mean,
      throughput: calls.ended.rate,
      linkUtilisation: network.links[0]!.utilisation,
      broadcastTime: undefined,
    })
  },
})

/** The metrics of calls, where there are none. */
const nothing = {
  responseTime: undefined,
  communicationTime: undefined,
  requestTime: undefined,
  queueingTime: undefined,
  serviceTime: undefined,
  communicationShare: undefined,
  throughput: undefined,
  linkUtilisation: undefined,
}
