import { defineConfig } from 'tsup'

/** Only the launcher imports this, so there are no types to publish; the engine is loaded when a command needs it. */
export default defineConfig({
  entry: { index: 'src/index.ts' },
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  platform: 'node',
  treeshake: true,
  tsconfig: 'tsconfig.build.json',
})
