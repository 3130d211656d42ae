import { defineConfig } from 'tsup'

/**
 * esbuild escapes what is no ASCII in texts, but not in regular expressions and comments. One such character, and V8
 * holds the whole file in two bytes a character for as long as the process runs.
 */
const asciiSource = {
  name: 'ascii-source',
  renderChunk: (code: string) => ({
    code: code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  }),
}

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
  plugins: [asciiSource],
})
