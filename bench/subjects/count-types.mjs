/** What every subject that keeps nothing does with a record. */
export function countTypes() {
  const counts = new Map()
  return {
    add: ({ type }) => counts.set(type, (counts.get(type) ?? 0) + 1),
    total: () => [...counts.values()].reduce((a, b) => a + b, 0),
  }
}
