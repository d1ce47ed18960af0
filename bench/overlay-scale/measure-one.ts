import { type MeasuredRun, measureRun } from './measure-run.ts'

/** `node measure-one.js JSON`: makes one run and prints what it cost as JSON. */
console.log(JSON.stringify(await measureRun(JSON.parse(process.argv[2]!) as MeasuredRun)))
