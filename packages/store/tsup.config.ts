import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  outDir: 'dist',
  format: 'esm',
  target: 'es2023',
  dts: true,
  treeshake: true,
  removeNodeProtocol: false,
  external: [/^@assay\//],
}

/**
 * The portable entries are checked without Node types, the Node ones with them. Nothing is bundled twice: a
 * Node entry imports its own package by name, so that a class, a brand or a type exists once. Of dependencies only
 * drizzle-orm is bundled (its licence is beside this file); its types are imported.
 */
export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      'error/index': 'src/error/index.ts',
      'event/index': 'src/event/index.ts',
      'schema/index': 'src/schema/index.ts',
      'testing/index': 'src/testing/index.ts',
    },
    platform: 'neutral',
    // A hundred modules, of which most are not called: loaded one by one they take 5 MB of every process.
    noExternal: [/^drizzle-orm/],
    tsconfig: 'tsconfig.build.json',
  },
  {
    ...shared,
    entry: { 'node/index': 'src/node/index.ts' },
    platform: 'node',
    tsconfig: 'tsconfig.build.node.json',
  },
])
