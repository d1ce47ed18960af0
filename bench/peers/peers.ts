import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** An engine to compare with, as far as this machine has it. */
export interface Peer {
  readonly name: string
  /** What it stands for. */
  readonly title: string
  /** What to install where it is not there. */
  readonly needs: string
  /**
   * Builds its program.
   * @param programs folder of the sources
   * @param out folder for what is built
   * @returns the command, to which the workload's arguments are added
   * @throws Error when the machine does not have what it needs
   */
  build(programs: string, out: string): string[]
}

function compiled(name: string, title: string, needs: string, source: string, flags: string[], libs: string[]): Peer {
  return {
    name,
    title,
    needs,
    build(programs, out) {
      const program = join(out, name)
      execFileSync('g++', [...flags, join(programs, source), '-o', program, ...libs], { stdio: 'pipe' })
      return [program]
    },
  }
}

const FAST = ['-std=c++20', '-O3', '-march=native']
const RELEASE = ['-std=c++17', '-O3', '-DNDEBUG']

export const peers: readonly Peer[] = [
  compiled('priority_queue', 'C++ std::priority_queue + std::function', 'g++', 'priority-queue.cpp', FAST, []),
  compiled('heap4', 'C++ hand-tuned 4-ary heap', 'g++', 'heap4.cpp', FAST, []),
  compiled('coroutines', 'C++20 coroutines', 'g++', 'coroutines.cpp', FAST, []),
  compiled('ns-3', 'ns-3', 'libns3-dev', 'ns3.cpp', RELEASE, ['-lns3-core', '-lns3-network', '-lns3-point-to-point']),
  compiled('SimGrid', 'SimGrid S4U', 'libsimgrid-dev', 'simgrid.cpp', RELEASE, ['-lsimgrid']),
  {
    name: 'SimPy',
    title: 'SimPy on CPython',
    needs: 'python3-simpy3',
    build(programs) {
      // Debian's package belongs to Debian's interpreter, whichever python3 comes first in the path.
      const python = '/usr/bin/python3'
      execFileSync(python, ['-c', 'import simpy'], { stdio: 'pipe' })
      return [python, join(programs, 'simpy_bench.py')]
    },
  },
]
