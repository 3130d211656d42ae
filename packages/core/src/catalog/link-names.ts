import { splitWords } from './name-words.js'

/** Words that call a key without saying of what. */
const keyWords = new Set([
  'id',
  'ids',
  'key',
  'code',
  'guid',
  'uuid',
  'name',
  'nr',
  'no',
  'number',
  'nummer',
  'schlussel',
  'globalid',
  'label',
  'iata',
])
/** A name that ends in one of them says the same in every table (`plane_id`); `house_number` does not. */
const idWords = new Set(['id', 'key', 'code', 'guid', 'uuid'])
/** Columns that name another row of their own table. */
const kinWords = new Set([
  'parent',
  'manager',
  'supervisor',
  'previous',
  'next',
  'root',
  'reply',
  'eltern',
  'vorganger',
])
const pluralEndings = ['s', 'es', 'e', 'en', 'n', 'er']

/** True when two words are one noun, of which one may be a plural (`city`, `cities`; `Tür`, `Türen`). */
export function isSameNoun(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short === long) return true
  if (short.endsWith('y') && long === `${short.slice(0, -1)}ies`) return true
  return short.length > 2 && pluralEndings.some((ending) => long === short + ending)
}

/** What a column's path says it points at (`storey.name`, `storey_id`, `storey`: the word `storey`), and by which key. */
export function readReference(path: readonly string[]): {
  readonly of: readonly string[]
  readonly key: string | undefined
} {
  const words = path.slice(-2).flatMap(splitWords)
  const last = words.at(-1)
  if (last === undefined || !keyWords.has(last) || words.length < 2) return { of: words, key: undefined }
  const rest = words.slice(0, -1)
  // `GlobalId` is one word cut in two.
  return rest.length > 1 && rest.at(-1) === 'global'
    ? { of: rest.slice(0, -1), key: last }
    : { of: rest, key: last }
}

/** A column's name as links read it: cut into words once, because every key is compared with every column. */
export interface LinkName {
  readonly table: string
  /** Words of the column's own token, joined. */
  readonly own: string
  readonly ownLength: number
  readonly lastWord: string
  /** The last word of the table's name. */
  readonly noun: string
  /** What the path points at, and by which key. */
  readonly of: readonly string[]
  readonly by: string | undefined
}

export function readLinkName(column: { readonly table: string; readonly path: readonly string[] }): LinkName {
  const own = splitWords(column.path.at(-1) ?? '')
  const { of, key } = readReference(column.path)
  return {
    table: column.table,
    own: own.join(' '),
    ownLength: own.length,
    lastWord: own.at(-1) ?? '',
    noun: splitWords(column.table).at(-1) ?? '',
    of,
    by: key,
  }
}

/** Whether a column's name says that it holds keys of a table: `airport_id`, `airport`, or the key's own name. */
export function isNamedAfter(source: LinkName, target: LinkName): boolean {
  const { of, by } = source
  const key = target.lastWord
  if (source.table === target.table) return keyWords.has(key) && kinWords.has(of[0] ?? '') && of.length === 1
  if (isSameNoun(of.at(-1) ?? '', target.noun)) return by === undefined ? keyWords.has(key) : by === key
  return source.own === target.own && target.ownLength > 1 && idWords.has(key)
}

/**
 * Which of some columns are named after another (`isNamedAfter`), as their places in order. Asked of one key after
 * another: a column's words are compared with each different noun once.
 */
export function createNamedAfter(sources: readonly LinkName[]): (target: LinkName) => readonly number[] {
  const byTable = placesBy(sources, ({ table }) => table)
  const byHead = placesBy(sources, ({ of }) => of.at(-1) ?? '')
  const byOwn = placesBy(sources, ({ own }) => own)
  const headsOf = new Map<string, readonly string[]>()
  return (target) => {
    const { noun, own, table } = target
    const heads = headsOf.get(noun) ?? [...byHead.keys()].filter((head) => isSameNoun(head, noun))
    headsOf.set(noun, heads)
    const likely = [byTable.get(table), byOwn.get(own), ...heads.map((head) => byHead.get(head))]
    return [...new Set(likely.flatMap((places) => places ?? []))]
      .filter((place) => isNamedAfter(sources[place]!, target))
      .sort((a, b) => a - b)
  }
}

function placesBy(
  sources: readonly LinkName[],
  keyOf: (source: LinkName) => string,
): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>()
  for (const [place, source] of sources.entries()) {
    const key = keyOf(source)
    const known = places.get(key)
    if (known === undefined) places.set(key, [place])
    else known.push(place)
  }
  return places
}
