import { defineConfig } from 'tsup'

/** Both entries are portable. Nothing is bundled, so that the error brand exists once. */
export default defineConfig({
  entry: { index: 'src/index.ts', 'testing/index': 'src/testing/index.ts' },
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  dts: true,
  treeshake: true,
  platform: 'neutral',
  external: [/^@assay\//, 'valibot'],
  tsconfig: 'tsconfig.build.json',
})
