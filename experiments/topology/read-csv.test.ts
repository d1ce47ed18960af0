import { describe, expect, it } from 'vitest'
import { latencies } from '../../engine/index.ts'
import { readEdgeList, type EdgeListOptions } from './read-edge-list.ts'
import { readLatencyMatrix } from './read-latency-matrix.ts'

const read = (text: string, options: Partial<EdgeListOptions> = {}): ReturnType<typeof readEdgeList> =>
  readEdgeList(text, { file: 'net.csv', ...options })

describe('a list of edges in CSV', () => {
  it('gives a connection for each row, and hosts in order of appearance', () => {
    const topology = read('# a comment\nto,from,bandwidth,latency,colour\nb,a,1Gbps,10ms,red\n\n"c, d", b ,5e6,0.25,\n')
    expect([topology.name(0), topology.name(1), topology.name(2)]).toEqual(['a', 'b', 'c, d'])
    expect([...topology.latency]).toEqual([0.01, 0.01, 0.25, 0.25])
    expect([...topology.bandwidth]).toEqual([1e9, 1e9, 5e6, 5e6])
    expect(topology.linkName(2)).toBe('b->c, d')
  })

  it('takes the hosts given, in their order, also those without an edge', () => {
    const topology = read('from,to,latency,bandwidth\na,b,1,1\n', { hosts: ['z', 'b', 'a'] })
    expect([topology.hosts, topology.host('b'), topology.degree(0)]).toEqual([3, 1, 0])
  })

  it('takes other columns, units and defaults when told', () => {
    const topology = read('u,v,ms\na,b,7\nb,c,\n', {
      columns: { from: 'u', to: 'v', latency: 'ms' },
      units: { latency: 'ms' },
      defaults: { latency: 1, bandwidth: 10 },
    })
    expect([...topology.latency, topology.bandwidth[0]]).toEqual([0.007, 0.007, 1, 1, 10])
  })

  it('pairs rows there and back when directed', () => {
    const topology = read('from,to,latency,bandwidth\na,b,1,1\nb,c,2,1\nb,a,3,1\n', { directed: true })
    expect([topology.links, topology.latency[1], topology.has(3)]).toEqual([4, 3, false])
  })

  const header = 'from,to,latency,bandwidth\n'
  it.each([
    ['', 'net.csv: the file is empty, expected a header and edges.'],
    [header, 'net.csv: there is no edge'],
    ['from,to,latenzy,bandwidth\n', 'net.csv, line 1: column "latency" is missing. Did you mean "latenzy"?'],
    ['from,to,latency,bandwidth,to\n', 'net.csv, line 1: column "to" is there twice.'],
    [`${header}a,b,1,1\na,c,,1\n`, 'net.csv, line 3, column "latency": the cell is empty.'],
    [`${header}a,,1,1\n`, 'net.csv, line 2, column "to": the cell is empty.'],
    [`${header}a,b,1\n`, 'net.csv, line 2, column "bandwidth": the cell is empty.'],
    [`${header}a,b,1,1,1\n`, 'net.csv, line 2: 5 cells, expected the 4 of the header.'],
    [`${header}a,b,soon,1\n`, 'net.csv, line 2, column "latency": "soon": expected a duration'],
    [`${header}a,b,1,0\n`, 'net.csv, line 2: Link "a->b", bandwidth = 0: expected a number of bits per second > 0.'],
    [`${header}a,a,1,1\n`, 'net.csv, line 2: Cannot connect host "a" to itself'],
    [`${header}a,b,1,1\nb,a,1,1\n`, 'net.csv, line 3: the edge of "b" and "a" is there already (net.csv, line 2).'],
    [`${header}"a,b,1,1\n`, 'Expected CSV.'],
  ])('says where it is wrong (%#)', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })

  it('says which host of an edge is not among those given', () => {
    expect(() => read(`${header}alpha,betta,1,1\n`, { hosts: ['alpha', 'beta'] })).toThrow(
      'net.csv, line 2: there is no host "betta". Did you mean "beta"?',
    )
  })
})

describe('a latency matrix in CSV', () => {
  const matrix = (text: string, unit?: string): ReturnType<typeof readLatencyMatrix> =>
    readLatencyMatrix(text, unit === undefined ? { file: 'rtt.csv' } : { file: 'rtt.csv', unit })

  it('is read by the names of rows and columns, in whatever order rows are', () => {
    const { names, rows } = matrix('to,fra,nyc,sin\nnyc,41,,120\nfra,,40ms,80\nsin,81,0.12s,0\n', 'ms')
    expect(names).toEqual(['fra', 'nyc', 'sin'])
    const model = latencies.matrix(rows, { names })
    expect([model.latency(0, 1), model.latency(1, 0), model.latency(2, 1)]).toEqual([0.04, 0.041, 0.12])
  })

  it.each([
    ['', 'rtt.csv: expected a header'],
    ['x,a,b\na,0,1\nb,,0\n', 'rtt.csv, line 3, row "b", column "a": the entry is missing.'],
    ['x,a,b\na,0\nb,1,0\n', 'rtt.csv, line 2, row "a", column "b": the entry is missing.'],
    ['x,a,b\na,0,-1\nb,1,0\n', 'rtt.csv, line 2, row "a", column "b": a latency of -1 s, expected a number >= 0.'],
    ['x,a,b\na,0,far\nb,1,0\n', 'rtt.csv, line 2, row "a", column "b": "far": expected a duration'],
    ['x,a,b\na,0,1\n', 'rtt.csv: row "b" is missing'],
    ['x,a,b\na,0,1\nc,1,0\n', 'rtt.csv, line 3, row "c": there is no column of that name'],
    ['x,a,b\na,0,1\na,0,1\n', 'rtt.csv, line 3, row "a": the row is there twice.'],
    ['x,a,b\na,0,1,2\n', 'rtt.csv, line 2, row "a": 3 entries, expected one for each of 2 columns.'],
    ['x,a,a\n', 'rtt.csv, line 1: column "a" is there twice.'],
  ])('says where it is wrong (%#)', (text, message) => {
    expect(() => matrix(text)).toThrow(message)
  })
})
