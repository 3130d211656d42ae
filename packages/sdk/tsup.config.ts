import { defineConfig } from 'tsup'

const shared = { outDir: 'dist', format: 'esm', target: 'es2023', dts: true, treeshake: true } as const

export default defineConfig([
  { ...shared, entry: { index: 'src/index.ts' }, platform: 'neutral', tsconfig: 'tsconfig.build.json' },
  {
    ...shared,
    entry: { 'node/index': 'src/node/index.ts' },
    platform: 'node',
    tsconfig: 'tsconfig.build.node.json',
    // Portable code is imported from the package itself, so that it exists once.
    external: ['@assay/sdk'],
  },
])
