/** What golds are worked out with: plain JavaScript over parsed JSON, sharing no code with what they judge. */
export const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

export const avg = (list: readonly number[]): number => sum(list) / list.length

export const median = (list: readonly number[]): number => {
  const sorted = [...list].sort((a, b) => a - b)
  const at = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[at]! : (sorted[at - 1]! + sorted[at]!) / 2
}

/** How many items have each key. */
export const countBy = <Item>(
  list: readonly Item[],
  key: (item: Item) => unknown,
): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const item of list) counts[String(key(item))] = (counts[String(key(item))] ?? 0) + 1
  return counts
}

/** The keys that share the highest count. */
export const mostOf = (counts: Readonly<Record<string, number>>): string[] => {
  const best = Math.max(...Object.values(counts))
  return Object.keys(counts).filter((key) => counts[key] === best)
}
