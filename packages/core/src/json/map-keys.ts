import { KeySet } from './key-set.js'
import { unescapeInto } from './text.js'

/** The names of the entries of each open map, by depth. */
export class MapKeys {
  private readonly sets: (KeySet | undefined)[] = []

  /** A map opens at the depth. */
  begin(depth: number): void {
    const keys = this.sets[depth] ?? new KeySet()
    keys.clear()
    this.sets[depth] = keys
  }

  /** Adds the name between two quotes; false when the map that is open at the depth has it. */
  add(depth: number, bytes: Uint8Array, start: number, end: number, escaped: boolean): boolean {
    const keys = this.sets[depth]!
    if (!escaped) return keys.add(bytes, start, end)
    const plain = new Uint8Array(end - start)
    return keys.add(plain, 0, unescapeInto(bytes, start, end, plain, 0))
  }
}
