// `npm run measure:scan -- FILE…`: from the sources, so that nothing must be built first.
import { runSource } from '../../../../scripts/import-sources.mjs'

await runSource('measure-scan', 'packages/core/test/kernel/measure-scan.ts')
