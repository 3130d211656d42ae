import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'blocks/index': 'src/columns/threads/serve-blocks.ts',
    'testing/index': 'src/testing/index.ts',
  },
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  dts: true,
  treeshake: true,
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
})
