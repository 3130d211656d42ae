import type { CatalogColumn } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { toUnit } from '../catalog/units.js'
import { expressionOf } from './joined-columns.js'
import { languageCodes, languages } from './languages/index.js'
import type { LanguageData } from './languages/language.js'
import { rememberFor } from './remember.js'

/** One way in which a question may call a name, as folded words. `cost`: how far it is from the whole name. */
export interface NameForm {
  readonly words: readonly string[]
  readonly cost: number
}

/** Parts of a name and the unit it states, if any (`Running Time min`, `Länge [mm]`). */
export interface ReadName {
  readonly forms: readonly NameForm[]
  readonly unit: string | undefined
}

const functionWords = new Set(languageCodes.flatMap((code) => languages[code].functionWords))
const negations = new Set(
  languageCodes.flatMap((code) =>
    languages[code].lexicon.flatMap(({ phrases, meaning }) => (meaning.kind === 'not' ? phrases : [])),
  ),
)
/** Words of the grammar are no part of a name by themselves. */
const reserved = new Set(
  languageCodes.flatMap((code) => languages[code].lexicon.flatMap(({ phrases }) => phrases)),
)
/** Last words of a path that say no more than that the thing is named. */
const genericTails = new Set(['name', 'value', 'label', 'title', 'wert', 'bezeichnung', 'text'])
/** The unit whose sign is a thousand, too (`300 K`). */
export const kelvin = 'K'
/** Behind a verb in a name (`Directed by`, `booked_at`, `bezahlt_am`): a question says the verb alone. */
export const verbEndings: ReadonlySet<string> = new Set(['by', 'at', 'on', 'am', 'von', 'durch'])
const endingCost = 0.02
const pathCost = 0.05
const partCost = 0.06
const headCost = 0.16
const innerCost = 0.18
const countedCost = 0.06
/** A column that ends in one of them holds no amount of what its other words name. */
const keyWords = new Set(['id', 'key', 'code', 'guid', 'uuid', 'nr', 'no', 'nummer', 'number'])
/** Names of more words are sentences, of which a word alone says too little. */
const maxInnerOf = 5

/** How a column may be called: its path in full, its last step, a part between slashes, its last words. */
export const readColumnName = rememberFor((steps: readonly string[]): ReadName => {
  const path = steps.flatMap(splitPoints)
  const last = path.at(-1) ?? ''
  const { words: whole, unit } = splitName(last)
  const forms: NameForm[] = [{ words: whole, cost: 0 }]
  const bare = withoutBrackets(last)
  const plain = splitName(bare)
  forms.push({ words: plain.words, cost: /\(\d+\)\s*$/u.test(last) ? partCost : 0 })
  const ending = plain.words.at(-1) ?? ''
  if (plain.words.length > 1 && verbEndings.has(ending))
    forms.push({ words: plain.words.slice(0, -1), cost: endingCost })
  if (unit !== undefined && !/[([{]/u.test(last)) forms.push({ words: splitWords(last), cost: 0 })
  if (path.length > 1) {
    const context = splitName(path.at(-2)!).words
    forms[0] = { words: whole, cost: pathCost }
    forms.push({ words: [...path.slice(0, -1).flatMap((step) => splitName(step).words), ...whole], cost: 0 })
    forms.push({ words: [...context, ...whole], cost: 0 })
    if (whole.length === 1 && genericTails.has(whole[0]!)) forms.push({ words: context, cost: 0.02 })
  }
  if (/\p{L}\s*\/\s*\p{L}/u.test(bare)) {
    for (const part of bare.split('/')) forms.push({ words: splitName(part).words, cost: partCost })
  } else {
    for (let from = 1; from < plain.words.length; from++) {
      forms.push({ words: plain.words.slice(from), cost: headCost })
    }
  }
  return { forms: distinctForms(forms), unit: unit ?? plain.unit }
})

function withoutBrackets(name: string): string {
  return name.replace(/[([{][^)\]}]*[)\]}]/gu, ' ')
}

/** Words inside a name (`employees` of `# of Employees per site`) that no other column's name holds. */
export function innerForms(
  columns: readonly CatalogColumn[],
  known: readonly { readonly words: readonly string[] }[],
): readonly (NameForm & { readonly named: CatalogColumn })[] {
  const named = columns.filter(
    (column) => column.derivedFrom === undefined && expressionOf(column) === undefined,
  )
  const taken = new Set(known.map(({ words }) => words.join(' ')))
  const found = new Map<string, { readonly named: CatalogColumn; readonly words: readonly string[] }[]>()
  for (const column of named) {
    const { words } = splitName(column.path.at(-1) ?? '')
    if (words.length < 2 || words.length > maxInnerOf || keyWords.has(words.at(-1)!)) continue
    for (const form of slicesOf(words)) {
      const key = form.join(' ')
      if (taken.has(key) || form.some((word) => !/^\p{L}{3,}$/u.test(word) || reserved.has(word))) continue
      found.set(key, [...(found.get(key) ?? []), { named: column, words: form }])
    }
  }
  return [...found.values()].flatMap((forms) =>
    forms.length === 1 ? forms.map((form) => ({ ...form, cost: innerCost })) : [],
  )
}

/** `gold medals` for the column `Gold`, and `medals` for `Total` beside it. */
export function countedForms(
  columns: readonly CatalogColumn[],
  { countedNouns }: LanguageData,
): readonly (NameForm & { readonly named: CatalogColumn })[] {
  const named = columns
    .filter(({ derivedFrom }) => derivedFrom === undefined)
    .map((column) => ({ column, name: splitName(withoutBrackets(column.path.at(-1) ?? '')).words.join(' ') }))
  return countedNouns.flatMap(({ words, parts, wholes }) => {
    const counted = named.filter(({ name }) => parts.includes(name))
    if (counted.length < 2) return []
    const whole = named.filter(({ name }) => wholes.includes(name))
    return words.flatMap((word) => [
      ...counted.map(({ column, name }) => ({ named: column, words: [name, word], cost: 0 })),
      ...(whole.length > 1 ? [] : whole).flatMap(({ column, name }) => [
        { named: column, words: [word], cost: countedCost },
        { named: column, words: [name, word], cost: 0 },
        { named: column, words: [word, name], cost: 0 },
      ]),
    ])
  })
}

function slicesOf(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((_, from) =>
    words.slice(from).map((_word, length) => words.slice(from, from + length + 1)),
  )
}

/** `storey.name` as one key stands for the nested keys that it was flattened from. */
function splitPoints(step: string): string[] {
  return /^[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)+$/u.test(step) ? step.split('.') : [step]
}

/** How a table may be called: `flights-3m` is `flights`, `holzbauteile-801` ends in `bauteile`. */
export function readTableName(name: string): readonly NameForm[] {
  const { words } = splitName(name)
  const letters = words.filter((word) => !/\d/u.test(word))
  const forms: NameForm[] = [{ words: letters, cost: 0 }]
  for (let from = 1; from < letters.length; from++) forms.push({ words: letters.slice(from), cost: partCost })
  return distinctForms(forms)
}

/** Words of a name: at spaces, signs, and humps (`fireRating`, `IfcDoor`, `snake_case`). */
function splitName(name: string): {
  readonly words: readonly string[]
  readonly unit: string | undefined
} {
  const words = splitWords(name).map((word) => word.replace(/(?<=\p{L})#+$/u, ''))
  const content = words.filter((word) => !isEmptyWord(word, name) && !negations.has(word))
  const named = content.length === 0 ? words : [...new Set(content)]
  const last = named.at(-1)!
  const unit = named.length < 2 && !/[([{]/u.test(name) ? undefined : (toUnit(last) ?? kelvinOf(last))
  return unit === undefined || named.length < 2 ? { words: named, unit } : { words: named.slice(0, -1), unit }
}

/** `melting_point_k`, `Temperature (K)`. */
function kelvinOf(word: string): string | undefined {
  return word === 'k' || word === 'kelvin' ? kelvin : undefined
}

/** Articles and prepositions as names write them (`Date of Birth`); capitals are content (`US Gross`). */
function isEmptyWord(word: string, name: string): boolean {
  return functionWords.has(word) && !name.includes(word.toUpperCase())
}

function distinctForms(forms: readonly NameForm[]): NameForm[] {
  const best = new Map<string, NameForm>()
  for (const form of forms) {
    const key = form.words.join(' ')
    const known = best.get(key)
    if (key !== '' && (known === undefined || known.cost > form.cost)) best.set(key, form)
  }
  return [...best.values()]
}
