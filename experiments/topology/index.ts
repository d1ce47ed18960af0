/**
 * Topologies and latencies from files: text in, so that whoever has a file reads it.
 * @module
 */
export { TopologyFileError, type FileUnits } from './file-place.ts'
export { readEdgeList, type EdgeListOptions } from './read-edge-list.ts'
export { readGraphml, type GraphmlOptions } from './read-graphml.ts'
export { readLatencyMatrix, type LatencyMatrix, type LatencyMatrixOptions } from './read-latency-matrix.ts'
