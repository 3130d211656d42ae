/** Bytes of a document that is JSON or nearly so, and how to scan it; the same for the same seed. For tests only. */
export interface RandomDocument {
  readonly bytes: Uint8Array
  readonly isLines: boolean
}

/**
 * Documents as readers in vectors fear them: records whose keys mostly repeat, texts about as long as vectors and
 * blocks, runs of backslashes, characters of every length, odd space, numbers of every form; a third of them broken in
 * up to three places.
 */
export function writeRandomDocument(seed: number): RandomDocument {
  const writer = new RandomWriter(seed)
  const isLines = writer.below(4) === 0
  if (isLines) for (let line = writer.below(6); line >= 0; line--) writer.line()
  else writer.document()
  return { bytes: writer.below(3) === 0 ? writer.broken() : writer.whole(), isLines }
}

const keys = [
  'a',
  'b',
  'id',
  'name',
  'coordinates',
  'ä',
  'a key that is longer than a vector of bytes',
  '',
  '\\u0061',
]
const characters = [
  'x',
  'yz',
  '\\"',
  '\\\\',
  '\\n',
  '\\u00e9',
  '\\ud83d\\ude00',
  '\\ud83d',
  'é',
  '€',
  '😀',
  '{',
  ',',
  ':',
]
const numbers = [
  '0',
  '-0',
  '7',
  '-12.50',
  '1e3',
  '1.5E-7',
  '123456789012345',
  '1234567890123456',
  '0.1234567890123456',
]
const moreNumbers = [
  '100000000000000000000',
  '1e400',
  '-0.00e7',
  '4.10',
  '0.000000000000001',
  '9007199254740993',
]
const plainNumbers = [
  '0',
  '-0',
  '7',
  '0.5',
  '-12.50',
  '12.345',
  '100',
  '-1234567.0',
  '1.23456789012345678901',
]
const spaces = ['', '', '', ' ', '\n', '\r\n\t', ' '.repeat(17), `\n${' '.repeat(70)}`]
const inserted = new TextEncoder().encode('{}[],:"\\u0019eE+-. \n\t\r/nulltrefas\f\u001a\0\u001f\u007f')
const high = [0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xa0, 0xef, 0xf0, 0xf4, 0x90, 0xff]
const encoder = new TextEncoder()

class RandomWriter {
  private state: number
  private text = ''
  private readonly keysAtHand: string[]

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1
    this.keysAtHand = Array.from({ length: 1 + this.below(5) }, () => this.one(keys))
  }

  /** An integer from 0, smaller than `limit` (xorshift32, Marsaglia 2003). */
  below(limit: number): number {
    this.state ^= this.state << 13
    this.state ^= this.state >>> 17
    this.state ^= this.state << 5
    return (this.state >>> 0) % limit
  }

  document(): void {
    if (this.below(8) === 0) this.text += ' '.repeat(this.below(80))
    if (this.below(3) === 0) this.records()
    else this.value(0)
    this.text += this.one(spaces)
  }

  line(): void {
    this.value(1, '')
    this.text += this.below(6) === 0 ? '\r\n\n' : '\n'
  }

  whole(): Uint8Array {
    return encoder.encode(this.text)
  }

  broken(): Uint8Array {
    const bytes = [...encoder.encode(this.text)]
    for (let times = this.below(3); times >= 0; times--) {
      const place = this.below(bytes.length + 1)
      const byte = this.below(4) === 0 ? this.one(high) : inserted[this.below(inserted.length)]!
      const how = this.below(8)
      if (how === 0) bytes.length = place
      else if (how < 3) bytes.splice(place, 1)
      else if (how < 5) bytes.splice(place, 1, byte)
      else bytes.splice(place, 0, byte)
    }
    return Uint8Array.from(bytes)
  }

  private one<Item>(list: readonly Item[]): Item {
    return list[this.below(list.length)]!
  }

  private value(depth: number, space = this.one(spaces)): void {
    this.text += space
    const what = this.below(depth > 4 ? 5 : depth === 0 ? 12 : 9)
    if (what < 2) this.string()
    else if (what < 4) this.number(this.below(3) === 0 ? moreNumbers : numbers)
    else if (what === 4) this.word()
    else if (what === 8 && this.below(2) === 0) this.coordinates()
    else if (what === 5 || what === 8) this.array(depth, space)
    else this.object(depth, space)
    this.text += space
  }

  private string(): void {
    this.text += '"'
    if (this.below(4) === 0) this.text += '\\\\'.repeat(this.below(40))
    for (let length = this.below(this.below(5) === 0 ? 80 : 20); length > 0; length--) {
      this.text += this.below(3) === 0 ? this.one(characters) : 'v'
    }
    this.text += '"'
  }

  private array(depth: number, space: string): void {
    const ofRecords = this.below(2) === 0
    this.text += '['
    for (let length = this.below(depth === 0 ? 12 : 5); length > 0; length--) {
      if (ofRecords && depth < 5) this.object(depth, space)
      else this.value(depth + 1, space)
      if (length > 1) this.text += ','
    }
    this.text += `${space}]`
  }

  /** Alike as programs write them: the same keys in the same order, of the same kinds, with little that is odd. */
  private records(): void {
    const [between, colon, comma] = this.one([
      ['', ':', ','],
      ['', ': ', ', '],
      ['\n  ', ': ', ','],
    ] as const)
    const members = Array.from({ length: 1 + this.below(6) }, () => ({
      key: this.one(keys),
      write: this.one([
        () => this.string(),
        () => this.simpleString(),
        () => this.simpleString(),
        () => this.number(numbers),
        () => this.number(plainNumbers),
        () => this.word(),
        () => this.coordinates(),
      ]),
    }))
    this.text += '['
    for (let length = 2 + this.below(10); length > 0; length--) {
      this.text += '{'
      let isFirst = true
      for (const { key, write } of members) {
        if (this.below(30) === 0) continue
        this.text += `${isFirst ? '' : comma}${between}"${this.below(40) === 0 ? this.one(keys) : key}"${colon}`
        isFirst = false
        if (this.below(30) === 0) this.value(4, '')
        else write()
      }
      this.text += `${between}}${length > 1 ? comma : ''}`
    }
    this.text += ']'
  }

  private simpleString(): void {
    this.text += `"${'v'.repeat(this.below(40))}${this.below(8) === 0 ? this.one(characters) : ''}"`
  }

  private number(list: readonly string[]): void {
    this.text += this.one(list)
  }

  private word(): void {
    this.text += this.one(['true', 'false', 'null'])
  }

  /** Numbers in arrays in arrays, as long as several blocks, most of them without anything odd. */
  private coordinates(): void {
    const plain = this.below(3) === 0 ? [...numbers, ...moreNumbers] : plainNumbers
    const between = this.below(3) === 0 ? ', ' : ','
    const levels = 1 + this.below(4)
    let open = 0
    for (let length = this.below(60); length >= 0; length--) {
      for (; open < levels; open++) this.text += '['
      this.text += this.one(plain)
      for (; open > 1 && this.below(3) === 0; open--) this.text += ']'
      if (length > 0) this.text += this.below(40) === 0 ? `${between}[]${between}` : between
    }
    this.text += ']'.repeat(open)
  }

  private object(depth: number, space: string): void {
    const likeEntries = this.below(10) === 0
    this.text += '{'
    const members = this.below(5)
    for (let member = 0; member < members; member++) {
      if (member > 0) this.text += ','
      const key = likeEntries ? `entry-${this.below(50)}` : this.keysAtHand[member % this.keysAtHand.length]!
      this.text += `${space}"${this.below(8) === 0 ? this.one(keys) : key}"${space}:`
      this.value(depth + 1, space)
    }
    this.text += `${space}}`
  }
}
