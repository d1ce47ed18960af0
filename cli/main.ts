#!/usr/bin/env node
import { CommanderError } from 'commander'
import { makeProgram } from './program.ts'
import { rebuildWhenStale } from './rebuild.ts'
import { exitCodes, reportError } from './terminal.ts'

// Whoever reads our output may stop reading (`| head`); that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok)
    throw error
  })
}

try {
  rebuildWhenStale()
  await makeProgram().parseAsync()
} catch (error) {
  // Commander has already told the user; asking for help is no error.
  if (!(error instanceof CommanderError)) reportError(error)
  process.exitCode = error instanceof CommanderError ? error.exitCode : exitCodes.usage
}
