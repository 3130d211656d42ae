/** Counts the rows of each table of batches. */
export function countRows() {
  const rowsOf = []
  return {
    add({ rows }) {
      for (let i = 0; i < rows.length; i += 1) rowsOf[rows.table[i]] = (rowsOf[rows.table[i]] ?? 0) + 1
    },
    /** Of a building its elements, else those of the only table of a file of events. */
    ofMain: ({ tables }) => rowsOf[(tables.find(({ path }) => path.join() === 'data') ?? tables[0]).id],
  }
}
