import { defineConfig } from 'vitest/config'
import shared from '../../../vitest.config.js'

// The long scripts: minutes of killing, counting and measuring, one file at a time.
export default defineConfig({
  ...shared,
  test: {
    include: ['packages/store/test/**/*.long.ts'],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
