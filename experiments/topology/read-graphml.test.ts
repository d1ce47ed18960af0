import { describe, expect, it } from 'vitest'
import { byDistance } from '../../engine/index.ts'
import { readGraphml, type GraphmlOptions } from './read-graphml.ts'

const head = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="edge" attr.name="latency" attr.type="string"/>
  <key id="d1" for="edge" attr.name="bandwidth" attr.type="string"><default>1Gbps</default></key>
  <key id="d2" for="node" attr.name="x" attr.type="double"/>
  <key id="d3" for="node" attr.name="y" attr.type="double"/>
`
/** The graph begins on line 7, its content on line 8. */
const graph = (content: string, edgedefault = 'undirected'): string =>
  `${head}  <graph id="G" edgedefault="${edgedefault}">\n${content}\n  </graph>\n</graphml>\n`
const read = (text: string, options: Partial<GraphmlOptions> = {}): ReturnType<typeof readGraphml> =>
  readGraphml(text, { file: 'net.graphml', ...options })

const nodes = '<node id="a"/><node id="b"/><node id="c"/>'
const edge = (source: string, target: string, latency = '10ms', more = ''): string =>
  `<edge source="${source}" target="${target}"${more}><data key="d0">${latency}</data></edge>`

describe('a GraphML file', () => {
  it('gives hosts by the ids of nodes, links by edges, and values with their units or defaults', () => {
    const topology = read(
      graph(`${edge('b', 'a')}\n${nodes}\n<edge id="e" source="b" target="c">
        <data key="d0"> 2 </data><data key="d1">64KiB/s</data></edge>`),
    )
    expect([topology.hosts, topology.links, topology.host('c')]).toEqual([3, 4, 2])
    expect([...topology.from]).toEqual([1, 0, 1, 2])
    expect([...topology.latency]).toEqual([0.01, 0.01, 2, 2])
    expect([...topology.bandwidth]).toEqual([1e9, 1e9, 524_288, 524_288])
  })

  it('pairs directed edges there and back, and leaves others one-way', () => {
    const content = `${nodes}${edge('a', 'b', '1')}${edge('b', 'c', '2')}${edge('b', 'a', '3')}`
    const topology = read(graph(content, 'directed'))
    expect([...topology.latency.subarray(0, 3)]).toEqual([1, 3, 2])
    expect([topology.has(1), topology.has(2), topology.has(3)]).toEqual([true, true, false])
    const mixed = read(graph(`${nodes}${edge('a', 'b')}${edge('b', 'c', '1', ' directed="true"')}`))
    expect([mixed.has(1), mixed.has(3)]).toEqual([true, false])
  })

  it('places hosts that all have x and y, so that latency can follow distance', () => {
    const node = (id: string, x: number, y: number): string =>
      `<node id="${id}"><data key="d2">${x}</data><data key="d3">${y}</data></node>`
    const content = `${node('a', 0, 0)}${node('b', 3, 4)}<edge source="a" target="b"/>`
    const topology = read(graph(content), { defaults: { latency: byDistance(0.1) } })
    expect(topology.coordinates?.y[1]).toBe(4)
    expect(topology.latency[0]).toBe(0.5)
    expect(read(graph(`${node('a', 0, 0)}<node id="b"/>${edge('a', 'b')}`)).coordinates).toBeUndefined()
  })

  it('takes other attributes and units when told', () => {
    const zoo = head.replace('"bandwidth"', '"LinkSpeed"').replace('"latency"', '"delay"')
    const text = `${zoo}<graph edgedefault="undirected">${nodes}
      <edge source="a" target="b"><data key="d0">7</data><data key="d1">10</data></edge></graph></graphml>`
    const attributes = { latency: 'delay', bandwidth: 'LinkSpeed' }
    const topology = read(text, { attributes, units: { latency: 'ms', bandwidth: 'Gbps' } })
    expect([topology.latency[0], topology.bandwidth[0]]).toEqual([0.007, 1e10])
  })

  it('may hold data of other vocabularies, comments, CDATA and entities', () => {
    const drawing = '<y:Shape xmlns:y="urn:y"><y:node id="a"/>text</y:Shape>'
    const content = `<!-- <node id="a"/> --><node id="a"><data key="d9">${drawing}</data></node><node id="b &amp; c"/>
      <edge source="a" target="b &amp; c"><data key="d0"><![CDATA[5ms]]></data></edge>`
    const topology = read(graph(content).replace('<graph ', '<key id="d9" for="node"/><graph '))
    expect([topology.hosts, topology.name(1), topology.latency[0]]).toEqual([2, 'b & c', 0.005])
  })

  const at = (line: number, column: number): string => `net.graphml, line ${line}, column ${column}: `
  it.each([
    [
      graph(`${nodes}\n  <edge id="e7" source="a" target="b"/>`),
      `${at(9, 3)}edge "e7" from "a" to "b": attribute "latency" is missing. Give it a <data>, or the key "latency" a <default>.`,
    ],
    [
      graph(`${nodes}\n<edge source="a" target="b"/>`).replace('"latency"', '"delay"'),
      `${at(9, 1)}edge from "a" to "b": attribute "latency" is missing. No <key for="edge" attr.name="latency"> is declared; declared for edges: delay, bandwidth.`,
    ],
    [graph(`${nodes}\n ${edge('a', 'd')}`), `${at(9, 2)}there is no host "d".`],
    [graph(`${nodes}\n${edge('a', 'a')}`), `${at(9, 1)}Cannot connect host "a" to itself`],
    [
      graph(`${nodes}\n  <node id="b"/>`),
      `${at(9, 3)}node "b" is there already (net.graphml, line 8, column 15): ids are unique.`,
    ],
    [
      graph(`${nodes}${edge('a', 'b', '1', ' id="e"')}\n${edge('b', 'c', '1', ' id="e"')}`),
      `${at(9, 1)}edge "e" is there already`,
    ],
    [
      graph(`${nodes}\n${edge('a', 'b', '10 potatoes')}`),
      `${at(9, 1)}edge from "a" to "b", latency: "10 potatoes" has the unknown unit "potatoes"`,
    ],
    [graph(`${nodes}\n${edge('a', 'b', '10Mbps')}`), 'latency: "10Mbps" is a data rate; expected a duration'],
    [
      graph(`${nodes}\n${edge('a', 'b', '-1')}`),
      `${at(9, 1)}Link "a->b", latency = -1: expected a finite number of seconds >= 0.`,
    ],
    [graph(`${nodes}\n${edge('a', 'b', '')}`), 'latency: "": expected a duration'],
    [graph(`${nodes}\n<edge source="a"/>`), `${at(9, 1)}edge from "a" to "" has no target.`],
    [graph('\n<node/>'), `${at(9, 1)}a node without an id.`],
    [graph('<node id="a"><data key="d2">east</data></node>'), 'node "a", x = "east": expected a number.'],
    [
      graph('<node id="a">\n<data key="d8">1</data></node>'),
      `${at(9, 1)}node "a" has data of key "d8", which no <key> declares.`,
    ],
    [graph('<node id="a"><graph edgedefault="directed"/></node>'), 'a graph inside node "a": expected one flat graph.'],
    [graph('<node id="a"/>\n<hyperedge/>'), `${at(9, 1)}<hyperedge> is not a thing a topology has`],
    [graph('', 'sometimes'), `${at(7, 3)}edgedefault is "sometimes", expected "directed" or "undirected".`],
    [graph(''), 'net.graphml: the graph has no node'],
    ['<graphml/>', 'net.graphml: there is no <graph>'],
    ['', 'net.graphml, line 1, column 1: document must contain a root element. Expected well-formed XML.'],
    [graph('<node id="a">'), `net.graphml, line 9, column 10: unexpected close tag. Expected well-formed XML.`],
    [graph('<node id=a/>'), 'net.graphml, line 8, column 10: unquoted attribute value'],
    [head, 'net.graphml, line 7, column 1: unclosed tag: graphml. Expected well-formed XML.'],
  ])('says where it is wrong (%#)', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})
