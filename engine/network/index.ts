/**
 * The network part of the kernel's interface: packets, fluid flows, topologies, latency models, transport and faults.
 */

// What all networks share.
export type { Carrier, DropReason } from './carrier.ts'

// Packet links: latency, bandwidth, queues, loss; and hosts joined by them.
export { Link } from './packet/link.ts'
export type { LinkOptions } from './packet/link-options.ts'
export { Network, type Host } from './packet/network.ts'
export { PacketNetwork, type LinkSettings, type PacketNetworkOptions } from './packet/packet-network.ts'
export { Medium } from './packet/medium.ts'
export type { QueueOptions as LinkQueueOptions } from './packet/queue-discipline.ts'
export type { GilbertElliott } from './packet/loss.ts'
export type { Account, Amount } from './packet/traffic.ts'

// Transport over any carrier: datagrams, reliable channels, request/reply, TCP as time and packet by packet.
export { Datagrams, type DatagramHandler, type DatagramOptions } from './transport/datagrams.ts'
export { DeliveryFailed, ReliableChannel } from './transport/reliable.ts'
export type { ReliableOptions } from './transport/reliable-options.ts'
export {
  RequestReply,
  type CallOptions,
  type IncomingRequest,
  type ReplyHandler,
  type RequestHandler,
  type RequestReplyOptions,
} from './transport/request-reply.ts'
export { TimedOut } from './transport/timed-out.ts'
export { TcpConnection, type TcpOptions } from './transport/tcp-connection.ts'
export { ConnectionBroken, PacketTcp } from './transport/packet-tcp.ts'
export type { PacketTcpOptions } from './transport/packet-tcp-options.ts'
export type { TcpCongestion } from './transport/tcp-sender.ts'
export {
  fetchTime,
  slowStartLatency,
  stalledWindows,
  transferTime,
  type SlowStartCase,
  type TcpPath,
} from './transport/slow-start.ts'

// Faults on any carrier: crashes, links, partitions, loss, delay, churn.
export { FaultLayer, type FaultLayerOptions, type InstallOptions } from './faults/fault-layer.ts'
export { Machines, type HostScope } from './faults/machines.ts'
export type { Switchable, SwitchableLinks } from './faults/links.ts'
export type { TrafficOptions } from './faults/traffic.ts'
export {
  faultFields,
  faultKinds,
  type ChurnFault,
  type CrashFault,
  type DelayFault,
  type Duration,
  type Fault,
  type LinkFault,
  type LossFault,
  type PartitionFault,
  type Targets,
  type TraceFault,
} from './faults/fault.ts'
export { describeFaultProblem, findFaultProblem, type FaultProblem, type FaultWorld } from './faults/check-faults.ts'

// Topologies: hosts and links by integer id, and which way messages go.
export { Topology, type Coordinates, type Shape } from './topology/topology.ts'
export { TopologyBuilder, type LinkParameters } from './topology/builder.ts'
export { topologies } from './topology/topologies.ts'
export { byDistance, type LinkRule, type LinkValue } from './topology/link-rule.ts'
export type { BusOptions } from './topology/regular.ts'
export type { DumbbellLinks } from './topology/data-centre.ts'
export type { RandomGraphOptions } from './topology/random-graph.ts'
export type { WaxmanOptions } from './topology/waxman.ts'
export type { TransitStubLinks, TransitStubOptions } from './topology/transit-stub.ts'
export { latencyOf, type Routing } from './topology/routing.ts'
export { ShortestPaths, type ShortestPathsOptions } from './topology/shortest-paths.ts'
export { ClosedForm, routingOf } from './topology/closed-form.ts'
export { ExplicitRoutes } from './topology/explicit-routes.ts'
// Latency models, for networks too large to have their links simulated.
export { latencies } from './latency/latencies.ts'
export type { LatencyModel } from './latency/latency-model.ts'
export { placesInSquare, type CoordinatesOptions, type Places } from './latency/placed.ts'
export type { TransitStubClassesOptions } from './latency/classes.ts'
export type { MatrixOptions } from './latency/matrix.ts'
export { PairDraws, type PairDrawsOptions } from './latency/pair-draws.ts'
export type { AccessBandwidth } from './latency/access-links.ts'
export { LatencyNetwork, type LatencyNetworkOptions, type MessageTraffic } from './latency/latency-network.ts'

// Fluids: flows over links, computations on cores, transfers of disks.
export { FluidNetwork } from './fluid/fluid-network.ts'
export type {
  FlowOptions,
  FluidLinkOptions,
  FluidNetworkOptions,
  OfTopologyOptions,
} from './fluid/fluid-network-options.ts'
export { fluidPresets, type FluidPreset, type FluidPresetName } from './fluid/preset.ts'
export { Fluid, type FluidOptions } from './fluid/fluid.ts'
export type { Activity, ActivityId } from './fluid/activity.ts'
export { FluidFailed, type FluidRecord } from './fluid/doing.ts'
export { Cpu, type CpuOptions, type TaskOptions } from './fluid/cpu.ts'
export { VirtualCpu } from './fluid/virtual-cpu.ts'
export { Disk, type DiskOptions } from './fluid/disk.ts'
export { ParallelTask } from './fluid/parallel-task.ts'
export { MaxMin } from './fluid/max-min.ts'
export { BottleneckFair } from './fluid/bottleneck-fair.ts'

// Conformance data: one sentence a disagreement.
export { checkPackets } from './conformance/packets.ts'
export { checkFlows } from './conformance/flows.ts'
