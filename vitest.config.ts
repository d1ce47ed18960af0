import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{engine,models,experiments,analysis,cli,bench,.ci}/**/*.test.ts'],
    testTimeout: 60_000,
  },
})
