import type { CatalogColumn } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { splitWords } from '../catalog/name-words.js'
import { holdsNames, isGenericLabel } from './column-roles.js'
import type { Lattice } from './elements.js'
import { isRowNoun } from './formed.js'
import { languageCodes, languages } from './languages/index.js'
import { isTime } from './link-times.js'
import type { PartOutline } from './outline-parts.js'
import type { Target } from './target.js'
import { isVerbForm } from './verb-forms.js'

/** Texts that say whether, in the languages that data is written in. */
const whetherTexts = languageCodes.flatMap((code) => languages[code].whetherTexts)

/** Whether a target says whom, where that is asked for: `who`, and `which Germans`, is no date, number or yes. */
export function answersWhom(
  { ask, ordered, columns, rows, beside, places }: PartOutline,
  { select }: Target,
  { dateUnits }: Lattice,
): boolean {
  const asksWhen = places.some(({ part, start }) => part.kind === 'column' && dateUnits[start])
  if (ask?.form === 'what' && !asksWhen && select.kind === 'rows' && select.asked.every(saysWhenOnly))
    return false
  const next = ordered[ordered.findIndex(({ kind }) => kind === 'ask') + 1]
  const isValue = ask?.form === 'which' && columns.length === 0 && !rows
  const asksForSome = isValue && next?.kind === 'filter' && isRowNoun(next)
  if (ask?.person !== true && !asksForSome) return true
  switch (select.kind) {
    case 'rows':
      // `who was picked after Bo`: what he is called calls the other, too.
      return select.asked.every((column) => column === beside?.column || saysWhom(column))
    case 'values':
      return saysWhom(select.column)
    case 'measure':
      return select.groups.length > 0 && select.groups.every(saysWhom)
    default:
      return false
  }
}

/** `what did Ann book`: `booked_at` says when. */
function saysWhenOnly(column: CatalogColumn): boolean {
  const words = splitWords(column.path.at(-1) ?? '').filter((word) => !timePrepositions.includes(word))
  return isTime(column) && words.length > 0 && words.every(isVerbForm)
}

/** Words beside the verb in names of times (`ordered_at`, `bestellt_am`). */
const timePrepositions = languageCodes.flatMap((code) => languages[code].timePrepositions)

function saysWhom(column: CatalogColumn): boolean {
  const { frequent, minText = '', maxText = '' } = column
  const texts = [minText, maxText, ...frequent.map(({ value }) => value)].flatMap((text) =>
    typeof text === 'string' && text.trim() !== '' ? [foldText(text.trim())] : [],
  )
  if (texts.every((text) => whetherTexts.includes(text))) return false
  return (
    holdsNames(column) || (column.type === 'text' && column.reading === undefined && isGenericLabel(column))
  )
}
