import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// One table says where a workspace's source is: tsconfig.source.json. Tests read sources, never dist.
const { compilerOptions } = JSON.parse(
  readFileSync(new URL('./tsconfig.source.json', import.meta.url), 'utf8'),
)
const alias = Object.entries(compilerOptions.paths as Record<string, string[]>).map(([name, [path]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(path!, import.meta.url)),
}))

export default defineConfig({
  resolve: { alias },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/cli/test/**/*.test.ts',
      'examples/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
