/**
 * A document of few words in which paths meet: objects of many keys, some of them data, in objects like them, with
 * arrays of records, of texts and of numbers in them. The same for the same seed.
 */
export function writeWideDocument(seed: number): string {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  const below = (bound: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % bound
  }
  const names = [6, 20, 100, 250][seed % 4]!
  const most = [3, 8, 90][below(3)]!
  let left = 400 + below(1200)

  function value(depth: number): unknown {
    left--
    const choice = depth > 5 || left <= 0 ? below(5) : below(14)
    if (choice === 0) return `text ${below(5)}`
    if (choice < 3) return below(1000)
    if (choice < 5) return choice === 3 ? null : below(2) === 0
    if (choice === 5) return Array.from({ length: below(4) }, () => `text ${below(9)}`)
    if (choice === 6) return Array.from({ length: below(4) }, () => below(9))
    if (choice < 10) return Array.from({ length: 1 + below(3) }, () => members(depth + 1, 1 + below(4)))
    return members(depth + 1, 1 + below(below(4) === 0 ? most : 5))
  }

  function members(depth: number, count: number): object {
    const entries: [string, unknown][] = []
    for (let i = 0; i < count; i++) entries.push([`k${below(names)}`, value(depth)])
    return Object.fromEntries(entries)
  }

  return JSON.stringify(members(0, 5 + below(80)))
}
