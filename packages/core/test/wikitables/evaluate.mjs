// `npm run eval:questions`: from the sources, so that nothing must be built first.
import { runSource } from '../../../../scripts/import-sources.mjs'

await runSource('eval-questions', 'packages/core/test/wikitables/main.ts')
