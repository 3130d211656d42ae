import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  dts: true,
  treeshake: true,
  // A Node entry imports its own package by name, so that a class or a type exists once.
  external: [/^@assay\//],
}

export default defineConfig([
  { ...shared, entry: { index: 'src/index.ts' }, platform: 'neutral', tsconfig: 'tsconfig.build.json' },
  {
    ...shared,
    entry: { 'node/index': 'src/node/index.ts', 'node/block-worker': 'src/node/block-worker.ts' },
    platform: 'node',
    tsconfig: 'tsconfig.build.node.json',
  },
])
