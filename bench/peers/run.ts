import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { machine } from '../machine.ts'
import { parseLine, type Line } from './line.ts'
import { peers, type Peer } from './peers.ts'
import { judge, report, type Measured } from './verdict.ts'
import { withoutObservers } from './unobserved.ts'
import { UNOBSERVED, works, type Work } from './works.ts'

const USAGE = `Usage: npm run bench:peers -- [--rounds N] [--filter TEXT] [--peers A,B] [--json FILE]

Runs the same workloads on Meanwhile and on the peers installed here, interleaved, each run a fresh process, and prints
how many times the peer's rate Meanwhile makes: operations per second of user CPU time, the median over rounds of the
ratio within a round. A peer that is not there is named and skipped. Ends with 1 when engines disagree on a result.

  --rounds N      runs of each program, default 5
  --filter TEXT   only workloads whose name contains TEXT
  --peers A,B     only these peers: ${peers.map(({ name }) => name).join(', ')}
  --json FILE     write every run there`

/** Longest time one run may take, ms; a slow peer on a busy machine takes a minute. */
const TIME_LIMIT = 600_000

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const programs = resolve(dist, '../bench/peers/programs')

/** Commands of Meanwhile and of the peers that are there, by name. */
function buildAll(out: string, wanted: readonly Peer[]): Map<string, string[]> {
  const node = [process.execPath, '--expose-gc']
  const commands = new Map([['Meanwhile', [...node, join(dist, 'bench/peers/meanwhile.js')]]])
  symlinkSync(resolve(dist, '../node_modules'), join(out, 'node_modules'))
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
  commands.set(UNOBSERVED, [...node, withoutObservers(dist, out)])
  for (const peer of wanted) {
    try {
      commands.set(peer.name, peer.build(programs, out))
    } catch {
      console.log(`Skipped: ${peer.title} is not here (Debian package ${peer.needs}).`)
    }
  }
  return commands
}

/** @throws Error when a name is not that of a peer */
function choosePeers(names: string | undefined): readonly Peer[] {
  return (
    names?.split(',').map((wanted) => {
      const found = peers.find(({ name }) => name === wanted)
      if (found !== undefined) return found
      throw new Error(`--peers ${wanted}: expected some of ${peers.map(({ name }) => name).join(', ')}.`)
    }) ?? peers
  )
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

function measure(work: Work, commands: ReadonlyMap<string, string[]>, rounds: number): Measured {
  const runs = new Map<string, Line[]>()
  const argumentsOf: Record<string, readonly string[]> = {
    Meanwhile: work.meanwhile,
    [UNOBSERVED]: work.meanwhile,
    ...work.peers,
  }
  const engines = Object.keys(argumentsOf).filter((name) => commands.has(name))
  for (let round = 0; round < rounds; round++) {
    for (const engine of shuffled(engines)) {
      const [program, ...first] = commands.get(engine)!
      try {
        const output = execFileSync(program!, [...first, ...argumentsOf[engine]!], {
          encoding: 'utf8',
          timeout: TIME_LIMIT,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        runs.set(engine, [...(runs.get(engine) ?? []), parseLine(output)])
      } catch (error) {
        console.log(`Skipped: ${engine} failed at ${work.name}: ${(error as Error).message.split('\n')[0]}`)
        engines.splice(engines.indexOf(engine), 1)
        runs.delete(engine)
      }
    }
  }
  return { work, runs }
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      filter: { type: 'string', default: '' },
      peers: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(USAGE)
  const rounds = Number(values.rounds)
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw new Error(`--rounds ${values.rounds}: expected an integer >= 1.`)
  }
  const chosen = works.filter(({ name }) => name.includes(values.filter))
  if (chosen.length === 0) {
    throw new Error(
      `no workload's name contains "${values.filter}". There are: ${works.map(({ name }) => name).join('; ')}.`,
    )
  }
  const out = mkdtempSync(join(tmpdir(), 'meanwhile-peers-'))
  try {
    const commands = buildAll(out, choosePeers(values.peers))
    const measured: Measured[] = []
    for (const work of chosen) {
      const result = measure(work, commands, rounds)
      measured.push(result)
      console.log(report(result))
    }
    const { lines, agree } = judge(measured)
    console.log(lines.join('\n'))
    if (values.json !== undefined) {
      const runs = measured.map(({ work, runs: byEngine }) => ({ work: work.name, runs: Object.fromEntries(byEngine) }))
      writeFileSync(values.json, `${JSON.stringify({ machine: machine(), runs }, undefined, 2)}\n`)
    }
    if (!agree) process.exitCode = 1
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

try {
  main()
} catch (error) {
  console.error(`bench:peers: ${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 1
}
