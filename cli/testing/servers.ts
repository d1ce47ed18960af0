import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** A server that a test has started. */
export interface Server {
  /** What its clients need in their environment. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

const isThere = (command: string): boolean => spawnSync('which', [command]).status === 0

/** What keeps a test from having a Redis of its own; undefined when nothing does. */
export const redisProblem = isThere('redis-server') ? undefined : 'redis-server is not installed'

/** What keeps a test from having a Slurm of its own; undefined when nothing does. */
export const slurmProblem = ['slurmctld', 'slurmd', 'munged', 'setpriv'].every(isThere)
  ? process.getuid?.() === 0
    ? undefined
    : 'Slurm can be started by root only'
  : 'slurm-wlm or munge is not installed'

/** Starts a Redis that keeps nothing on disk, on a free port. */
export async function startRedis(): Promise<Server & { url: string }> {
  const port = await freePort()
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', [...words, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  const url = `redis://127.0.0.1:${port}`
  await until('Redis answers', () => spawnSync('redis-cli', ['-p', String(port), 'ping']).status === 0)
  return { url, env: { MEANWHILE_REDIS: url }, stop: () => end(server) }
}

/** Starts a Slurm of one node, this machine, with two processors, whether it has them or not. */
export async function startSlurm(): Promise<Server & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-slurm-'))
  for (const name of ['state', 'spool', 'log']) mkdirSync(join(folder, name))
  const config = join(folder, 'slurm.conf')
  const [controller, node] = [await freePort(), await freePort()]
  writeFileSync(config, slurmConfig(folder, hostname().split('.')[0]!, controller, node))
  const munge = await startMunge()
  const env = { SLURM_CONF: config }
  const servers = [
    daemon('slurmctld', ['-D', '-f', config], env, folder),
    daemon('slurmd', ['-D', '-f', config, '-N', hostname().split('.')[0]!], env, folder),
  ]
  const idle = (): boolean =>
    spawnSync('sinfo', ['--noheader', '--format', '%T'], { env: { ...process.env, ...env } })
      .stdout.toString()
      .trim() === 'idle'
  await until('Slurm has an idle node', idle)
  const stop = async (): Promise<void> => {
    spawnSync('scancel', ['--user', 'root', '--signal', 'KILL'], { env: { ...process.env, ...env } })
    await Promise.all(servers.map(end))
    await munge?.()
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, env, stop }
}

/** Slurm's tokens of identity need munge; one that runs already is used. */
async function startMunge(): Promise<(() => Promise<void>) | undefined> {
  const works = (): boolean => spawnSync('sh', ['-c', 'munge -n | unmunge']).status === 0
  if (works()) return undefined
  for (const folder of ['/run/munge', '/var/log/munge', '/var/lib/munge']) {
    mkdirSync(folder, { recursive: true })
    spawnSync('chown', ['munge:munge', folder])
  }
  if (!existsSync('/etc/munge/munge.key')) spawnSync('mungekey', ['--create'])
  const server = spawn(
    'setpriv',
    ['--reuid=munge', '--regid=munge', '--clear-groups', '/usr/sbin/munged', '--foreground'],
    {
      stdio: 'ignore',
    },
  )
  await until('munge answers', works)
  return () => end(server)
}

function daemon(command: string, words: string[], env: Record<string, string>, folder: string): ChildProcess {
  const child = spawn(command, words, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr!.on('data', (text: Buffer) => appendFileSync(join(folder, 'log', command), text))
  return child
}

const slurmConfig = (folder: string, host: string, controller: number, node: number): string => `
ClusterName=local
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.log
SlurmdParameters=config_overrides
MinJobAge=10
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0,sched_interval=1,bf_interval=1
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=1000 State=UNKNOWN
PartitionName=sim Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await setTimeout(100)) {
    if (Date.now() > deadline) throw new Error(`Waited 30 s in vain until ${what}.`)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
