import { defineConfig } from 'vitest/config'

const testTimeout = 60_000

export default defineConfig({
  test: {
    // One less than there are cores, the default, would leave half of a machine of two idle.
    maxWorkers: '100%',
    projects: [
      {
        // Nothing here changes the process it runs in, so files share one: starting one for each took longer than the tests.
        test: {
          name: 'within',
          include: ['{engine,models,analysis}/**/*.test.ts', 'experiments/{design,topology,precision}/**/*.test.ts'],
          isolate: false,
          testTimeout,
        },
      },
      {
        test: {
          name: 'apart',
          include: ['{experiments,cli,bench,.ci}/**/*.test.ts'],
          exclude: ['experiments/{design,topology,precision}/**'],
          testTimeout,
        },
      },
    ],
  },
})
