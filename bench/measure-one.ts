import { measure } from './measure.ts'
import { findWorkload } from './workloads/groups.ts'

/** `node --expose-gc measure-one.js NAME ROUNDS`: measures one benchmark and prints its result as JSON. */
const [name = '', rounds = '9'] = process.argv.slice(2)
console.log(JSON.stringify(await measure(await findWorkload(name), Number(rounds))))
