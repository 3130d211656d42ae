/** Ingests a file into a new store, with so many threads; how many records its main table has. */
const ingestWith = (threads) => async () => {
  const { createAssay, fromFile } = await import('@assay/sdk/node')
  return async (file, folder) => {
    const assay = await createAssay({ store: folder })
    try {
      const dataset = await assay.ingest(await fromFile(file), { threads })
      const { catalog } = await assay.schema(dataset)
      // A building's elements, else the only table of a file of events.
      return (catalog.tables.find(({ name }) => name === 'data') ?? catalog.tables[0]).rows
    } finally {
      await assay.close()
    }
  }
}

/** @type {import('./index.mjs').Subjects} */
export const assaySubjects = {
  'assay ingest': { kinds: ['building', 'events'], prepare: ingestWith(1) },
  'assay ingest, 2 threads': { kinds: ['building', 'events'], prepare: ingestWith(2) },
}
