import { Place, REMARKS } from './place.ts'

/** A case of `flows/*.json`, as far as it matters here. */
export interface FlowCase {
  /** Bandwidth in bytes per second, latency in seconds. */
  readonly links: readonly { id: string; bandwidth: number; latency: number; policy: 'shared' | 'fatpipe' }[]
  /** One way each. */
  readonly routes: readonly { src: string; dst: string; links: readonly string[] }[]
  /** Bytes, seconds, bytes per second. */
  readonly flows: readonly { id: string; src: string; dst: string; size: number; start: number; limit: number }[]
  /** By column: finishing times by flow, seconds. */
  readonly results: Readonly<Partial<Record<FlowColumn, readonly number[]>>>
}

/** Columns of results that are known. */
export const flowColumns = ['exact', 'simgrid_pure', 'simgrid_lv08'] as const
export type FlowColumn = (typeof flowColumns)[number]

const { MIN_VALUE } = Number

/**
 * Reads a case.
 * @param text the file
 * @throws Error that says where the file is not as it should be
 */
export function readFlowCase(text: string): FlowCase {
  const root = Place.ofJson(text)
  root.onlyBesideRemarks(...REMARKS, 'simgrid', 'links', 'hosts', 'routes', 'flows', 'results')
  const links = unique(root.get('links'), 'link', link, ({ id }) => id)
  const ids = new Set(links.map(({ id }) => id))
  const hosts = root.get('hosts')
  const known = hosts.isMissing ? undefined : new Set(hosts.list((host) => host.text()))
  const readRoute = (place: Place) => route(place, ids, known)
  const routes = unique(root.get('routes'), 'route', readRoute, ({ src, dst }) => `${src} ${dst}`)
  const pairs = new Set(routes.map(({ src, dst }) => `${src} ${dst}`))
  const flows = unique(
    root.get('flows'),
    'flow',
    (place) => flow(place, pairs),
    ({ id }) => id,
  )
  return { links, routes, flows, results: results(root.get('results'), flows.length) }
}

function link(place: Place): FlowCase['links'][number] {
  place.only('id', 'bandwidth', 'latency', 'policy')
  return {
    id: place.get('id').text(),
    bandwidth: place.get('bandwidth').number('a number of bytes per second > 0', MIN_VALUE),
    latency: place.get('latency').number('a number of seconds >= 0', 0),
    policy: place.get('policy').oneOf('shared', 'fatpipe'),
  }
}

function route(place: Place, ids: ReadonlySet<string>, hosts: ReadonlySet<string> | undefined) {
  place.only('src', 'dst', 'links')
  const end = (field: string): string => {
    const host = place.get(field).text()
    return hosts === undefined || hosts.has(host) ? host : place.get(field).refuse('one of the hosts')
  }
  const links = place.get('links').list((one) => (ids.has(one.text()) ? one.text() : one.refuse('the id of a link')))
  if (links.length === 0) place.get('links').refuse('one link or more')
  if (new Set(links).size < links.length) place.get('links').refuse('each link once, for a route has no loop')
  return { src: end('src'), dst: end('dst'), links }
}

function flow(place: Place, routes: ReadonlySet<string>): FlowCase['flows'][number] {
  place.only('id', 'src', 'dst', 'size', 'start', 'rate_limit')
  const [src, dst] = [place.get('src').text(), place.get('dst').text()]
  if (!routes.has(`${src} ${dst}`)) place.get('dst').refuse(`a host to which a route leads from ${src}`)
  const limit = place.get('rate_limit')
  return {
    id: place.get('id').name(),
    src,
    dst,
    size: place.get('size').number('a number of bytes > 0', MIN_VALUE),
    start: place.get('start').number('a number of seconds >= 0', 0),
    limit: limit.isNull ? Infinity : limit.number('null, or a number of bytes per second > 0', MIN_VALUE),
  }
}

function results(place: Place, flows: number): FlowCase['results'] {
  place.only(...flowColumns, 'exact_rational')
  const columns = flowColumns.filter((column) => !place.get(column).isMissing)
  if (columns.length === 0) place.refuse(`at least one of the columns ${flowColumns.join(', ')}`)
  const times = columns.map((column) => {
    const list = place.get(column).list((time) => time.number('a number of seconds >= 0', 0))
    if (list.length === flows) return [column, list] as const
    return place.get(column).refuse(`${flows} entries, one for each flow, not ${list.length}`)
  })
  return Object.fromEntries(times)
}

/** The entries of a list of which each has a name of its own. */
function unique<T>(place: Place, what: string, read: (entry: Place) => T, nameOf: (entry: T) => string): T[] {
  const names = new Set<string>()
  return place.list((entry) => {
    const found = read(entry)
    const name = nameOf(found)
    if (names.has(name)) entry.refuse(`no second ${what} "${name}"`)
    names.add(name)
    return found
  })
}
