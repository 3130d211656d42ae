const minSlots = 16

/** Distinct doubles, numbered from 0 in the order they came (`-0` is 0): an open-addressing hash table. */
export class NumberTable {
  size = 0
  #values = new Float64Array(minSlots / 2)
  #slots = new Int32Array(minSlots)

  add(value: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hashNumber(value) & mask
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (this.#values[entry - 1] === value) return entry - 1
      slot = (slot + 1) & mask
    }
    slots[slot] = this.size + 1
    this.#values[this.size] = value === 0 ? 0 : value
    const entry = this.size++
    if (this.size === this.#values.length) this.#grow()
    return entry
  }

  find(value: number): number {
    const mask = this.#slots.length - 1
    let slot = hashNumber(value) & mask
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (this.#values[entry - 1] === value) return entry - 1
      slot = (slot + 1) & mask
    }
    return -1
  }

  value(entry: number): number {
    return this.#values[entry]!
  }

  clear(): void {
    this.size = 0
    this.#slots.fill(0)
  }

  get used(): number {
    return 0
  }

  hash(entry: number): number {
    return hashNumber(this.#values[entry]!)
  }

  copy(from: NumberTable, entry: number): number {
    return this.add(from.value(entry))
  }

  #grow(): void {
    const values = new Float64Array(this.#values.length * 2)
    values.set(this.#values)
    this.#values = values
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let entry = 0; entry < this.size; entry++) {
      let slot = hashNumber(values[entry]!) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = entry + 1
    }
  }
}

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/** Equal for 0 and -0. */
function hashNumber(value: number): number {
  double[0] = value === 0 ? 0 : value
  let hash = Math.imul(words[0]!, 0x9e3779b1) ^ Math.imul(words[1]!, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return hash ^ (hash >>> 13)
}
