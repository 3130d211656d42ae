#!/usr/bin/env node
// Committed, because npm links commands before anything is built and silently skips one that is not there.
import { existsSync } from 'node:fs'

const entry = new URL('../dist/index.js', import.meta.url)
if (existsSync(entry)) {
  const { main } = await import(entry.href)
  await main()
} else {
  process.stderr.write(
    'assay is not built yet. Run "npm ci" (or "npm run build") in the folder it was cloned to.\n',
  )
  process.exitCode = 1
}
