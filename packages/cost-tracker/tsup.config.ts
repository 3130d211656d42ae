import { defineConfig } from 'tsup'

/** Every entry is portable. The package bundles none of its dependencies: an adapter is imported by who uses it. */
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'genai-prices/index': 'src/genai-prices/index.ts',
    'libsql/index': 'src/libsql/index.ts',
    'opentelemetry/index': 'src/opentelemetry/index.ts',
    'testing/index': 'src/testing/index.ts',
  },
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  dts: true,
  treeshake: true,
  platform: 'neutral',
  external: [/^@assay\//],
  tsconfig: 'tsconfig.build.json',
})
