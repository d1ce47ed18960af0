import { parseArgs } from 'node:util'
import { overlay } from './workloads/latency-network.ts'

const USAGE = `Usage: npm run bench:latency-network -- [--hosts N] [--messages M] [--access]

Hosts with coordinates, default 1e6, and messages between hosts drawn at random, default 1e7, N on their way at all
times. Prints the rate and the largest memory; ends with 1 when that is 2 GiB or more. With --access every host has an
access link of 10 Mbit/s up and 100 Mbit/s down, which makes two events a message.`

/** The bar, bytes. */
const LIMIT = 2_147_483_648

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '1e6' },
    messages: { type: 'string', default: '1e7' },
    access: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const [hosts, messages] = [Number(values.hosts), Number(values.messages)]
const valid = [hosts, messages].every((count) => Number.isInteger(count) && count >= 1)
if (values.help || !valid) {
  console.log(USAGE)
  if (!values.help) console.error(`--hosts ${values.hosts} --messages ${values.messages}: expected integers >= 1.`)
  process.exit(values.help ? 0 : 1)
}

const made = process.cpuUsage()
const run = overlay(hosts, values.access ? { upload: 10e6, download: 100e6 } : {})
const seconds = process.cpuUsage(made).user / 1e6
const before = process.cpuUsage()
run(messages)
const { user } = process.cpuUsage(before)
// Kilobytes everywhere: libuv converts.
const memory = process.resourceUsage().maxRSS * 1024
console.log(`${hosts} hosts made in ${seconds.toFixed(2)} s (user CPU)`)
console.log(`${messages} messages: ${(messages / user).toFixed(3)} M messages/s (user CPU)`)
console.log(`largest memory ${(memory / 1_048_576).toFixed(0)} MiB, ${Math.round(memory / hosts)} bytes a host`)
if (memory >= LIMIT) {
  console.log('That is more than the 2 GiB allowed.')
  process.exitCode = 1
}
